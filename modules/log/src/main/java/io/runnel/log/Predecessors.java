package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The logs before this one: ends those that are still open, and moves what there is to know of them to the archive.
 * Belongs to the loop.
 */
final class Predecessors {
    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final RandomGenerator random;
    private final LogSeal seal;
    private final LogLoader loader;
    private final IndexWork work;
    private final Supplier<IndexWork.OwnRuns> own;
    private final int maxRunBytes;
    private final Events events;
    private final Map<Id, CompletableFuture<SealedLog>> known = new HashMap<>();
    private final Map<Id, SealedLog> notArchived = new HashMap<>();
    private Archive archive = Archive.NONE;
    private boolean looked;

    /** Learns what changes. */
    interface Events {
        /** These are the index runs that have to be looked into for entries of other logs, from now on. */
        void runs(List<RunId> runs);

        /** They tell of all entries of a log whose tail had to be kept in memory. */
        void archived(Id log);

        void broken(Throwable cause);
    }

    private record Current(Archive archive, Condition unchanged) {}

    /** @param own what there is of this log's own runs */
    Predecessors(
            ObjectStore store,
            Loop loop,
            Patience patience,
            RandomGenerator random,
            Runs runs,
            IndexWork work,
            Supplier<IndexWork.OwnRuns> own,
            int maxRunBytes,
            Events events) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.random = random;
        this.seal = new LogSeal(store, loop, patience, random);
        this.loader = new LogLoader(store, loop, patience, runs);
        this.work = work;
        this.own = own;
        this.maxRunBytes = maxRunBytes;
        this.events = events;
    }

    /** The archive as it was last seen. */
    Archive archive() {
        return archive;
    }

    /** An archive that is at least of that version. */
    CompletableFuture<Archive> archive(long version) {
        return looked && archive.version() >= version
                ? CompletableFuture.completedFuture(archive)
                : look().thenApply(current -> archive);
    }

    /** A log that nobody writes any more, once asked for; only once for all shards. */
    CompletableFuture<SealedLog> sealed(Id log) {
        CompletableFuture<SealedLog> before = known.get(log);
        if (before != null && !before.isCompletedExceptionally()) {
            return before;
        }
        CompletableFuture<SealedLog> sealed =
                seal.seal(log, 0).thenComposeAsync(loader::load, loop).thenApplyAsync(this::loaded, loop);
        known.put(log, sealed);
        return sealed;
    }

    private SealedLog loaded(SealedLog log) {
        if (!archive.logs().contains(log.log())) {
            notArchived.put(log.log(), log);
            events.runs(runs());
            inTurn(() -> moveToArchive(log));
        }
        return log;
    }

    private List<RunId> runs() {
        List<RunId> runs = new ArrayList<>(archive.runs());
        notArchived.values().forEach(log -> runs.addAll(log.runs()));
        return runs;
    }

    private void inTurn(Supplier<CompletionStage<Archive>> change) {
        var unused = work.inTurn(change).whenComplete((changed, failure) -> {
            if (failure != null) {
                events.broken(failure);
                return;
            }
            List<RunId> due = Tiers.due(archive.runs(), maxRunBytes);
            if (!due.isEmpty()) {
                inTurn(() -> merge(due));
            }
        });
    }

    private CompletionStage<Archive> moveToArchive(SealedLog log) {
        if (archive.logs().contains(log.log())) {
            return CompletableFuture.completedFuture(archive);
        }
        return tailRun(log).thenCompose(tail -> {
            List<RunId> runs = new ArrayList<>(log.runs());
            runs.addAll(tail);
            return change(before ->
                    before.logs().contains(log.log()) ? before : before.with(log.log(), runs, Id.random(random)));
        });
    }

    private CompletionStage<List<RunId>> tailRun(SealedLog log) {
        return log.tail().isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : work.write(() -> RunContent.of(log.tail()), 0, false, own.get())
                        .thenApply(List::of);
    }

    private CompletionStage<Archive> merge(List<RunId> due) {
        if (!archive.runs().containsAll(due)) {
            return CompletableFuture.completedFuture(archive); // somebody else was faster
        }
        return work.merged(due)
                .thenCompose(content -> work.write(() -> content, due.get(0).level() + 1, false, own.get()))
                .thenCompose(run -> change(before ->
                        before.runs().containsAll(due) ? before.merged(due, run, Id.random(random)) : before));
    }

    /** @param change gives what it is given if there is nothing to change any more */
    private CompletionStage<Archive> change(Function<Archive, Archive> change) {
        return look().thenCompose(current -> {
            Archive next = change.apply(current.archive);
            if (next.version() == current.archive.version()) {
                return CompletableFuture.completedFuture(archive);
            }
            return patience.ask(() -> store.put(ObjectKeys.ARCHIVE, next.encode(), current.unchanged))
                    .thenComposeAsync(
                            result -> {
                                if (result instanceof PutResult.Stored) {
                                    adopt(next);
                                    return CompletableFuture.completedFuture(archive);
                                }
                                return change(change);
                            },
                            loop);
        });
    }

    private CompletableFuture<Current> look() {
        String key = ObjectKeys.ARCHIVE;
        return patience.ask(() -> store.get(key))
                .thenApplyAsync(
                        found -> {
                            looked = true;
                            if (found.isEmpty()) {
                                return new Current(Archive.NONE, new Condition.IfAbsent());
                            }
                            Archive seen = Archive.decode(found.get().bytes(), key);
                            adopt(seen);
                            return new Current(
                                    seen, new Condition.IfMatch(found.get().etag()));
                        },
                        loop);
    }

    private void adopt(Archive newer) {
        if (newer.version() <= archive.version()) {
            return;
        }
        archive = newer;
        List<Id> moved =
                notArchived.keySet().stream().filter(newer.logs()::contains).toList();
        moved.forEach(log -> {
            notArchived.remove(log);
            known.remove(log);
        });
        events.runs(runs());
        moved.forEach(events::archived);
    }
}
