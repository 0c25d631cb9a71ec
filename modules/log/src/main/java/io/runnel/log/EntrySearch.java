package io.runnel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Finds where entries lie: the youngest in memory, older ones in index runs. Thread-safe. */
final class EntrySearch {
    private volatile @Nullable Runs runs; // null as long as there are none
    private volatile List<RunId> own = List.of();
    private volatile List<RunId> others = List.of();
    private final AtomicLong changes = new AtomicLong();

    /** Another number whenever entries may be found elsewhere than before. */
    long changes() {
        return changes.get();
    }

    /** Entries are found elsewhere than before. */
    void changed() {
        changes.incrementAndGet();
    }

    void opened(Runs opened) {
        runs = opened;
    }

    /** To be called before what they tell of is forgotten elsewhere. */
    void own(List<RunId> ofThisLog) {
        own = ofThisLog;
        changed();
    }

    /** To be called before what they tell of is forgotten elsewhere. */
    void others(List<RunId> ofOtherLogs) {
        others = ofOtherLogs;
        changed();
    }

    CompletionStage<List<EntryRef>> find(EntityHistory history, RefQuery query) {
        // Memory first: what is forgotten from now on is in runs that are looked up later.
        EntityHistory.Recent recent = history.find(query);
        Runs opened = runs;
        if (recent.complete() || opened == null) {
            return CompletableFuture.completedFuture(recent.found().refs());
        }
        long until = Long.compareUnsigned(recent.until(), query.until()) < 0 ? recent.until() : query.until();
        RefQuery older = query.until(until);
        List<CompletableFuture<FoundRefs>> parts = new ArrayList<>();
        for (List<RunId> some : List.of(own, others)) {
            for (RunId run : some) {
                parts.add(opened.find(run.log(), run.number(), older).toCompletableFuture());
            }
        }
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(all -> {
            List<FoundRefs> found = new ArrayList<>();
            parts.forEach(part -> found.add(part.join()));
            found.add(recent.found());
            return FoundRefs.merge(query, found);
        });
    }
}
