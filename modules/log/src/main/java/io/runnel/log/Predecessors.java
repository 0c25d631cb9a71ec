package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Compaction compaction;
    private final Collector collector;
    private final Id own;
    private final Events events;
    private final Map<Id, CompletableFuture<SealedLog>> known = new HashMap<>();
    private final Map<Id, SealedLog> notArchived = new HashMap<>();
    private Archive archive = Archive.NONE;
    private boolean looked;
    private boolean merging;

    /** Learns what changes. */
    interface Events {
        /** These are the index runs that have to be looked into for entries of other logs, from now on. */
        void runs(List<RunId> runs);

        /** They tell of all entries of a log whose tail had to be kept in memory. */
        void archived(Id log);

        void broken(Throwable cause);
    }

    private record Current(Archive archive, Condition unchanged) {}

    /** @param own the log of this node */
    Predecessors(
            Id own,
            ObjectStore store,
            Loop loop,
            Patience patience,
            RandomGenerator random,
            Runs runs,
            IndexWork work,
            Compaction compaction,
            Collector collector,
            Events events) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.random = random;
        this.seal = new LogSeal(store, loop, patience, random, false);
        this.loader = new LogLoader(store, loop, patience, runs);
        this.work = work;
        this.compaction = compaction;
        this.collector = collector;
        this.own = own;
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
        CompletableFuture<SealedLog> sealed = seal.seal(log, 0)
                .thenComposeAsync(ended -> load(ended).thenCombine(leaseIsOver(ended), (found, over) -> found), loop)
                .exceptionallyComposeAsync(failure -> nothingIfArchived(log, Backoff.cause(failure)), loop)
                .thenApplyAsync(this::loaded, loop);
        known.put(log, sealed);
        return sealed;
    }

    /** Other nodes may have moved it to the archive meanwhile, and deleted what was left. */
    private CompletionStage<SealedLog> nothingIfArchived(Id log, Throwable failure) {
        return failure instanceof CorruptLogException
                ? latest().thenComposeAsync(
                                found -> found.logs().contains(log)
                                        ? CompletableFuture.completedFuture(SealedLog.nothing(log))
                                        : CompletableFuture.failedFuture(failure),
                                loop)
                : CompletableFuture.failedFuture(failure);
    }

    /** Before that nothing is served, and nobody else is spared the waiting by what the archive says. */
    private CompletionStage<Void> leaseIsOver(LogDescriptor ended) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.schedule(ReadLease.waitAfterEnd(ended), () -> over.complete(null));
        return over;
    }

    private CompletionStage<SealedLog> load(LogDescriptor log) {
        return loader.load(log).exceptionallyComposeAsync(failure -> loadAgain(log, Backoff.cause(failure)), loop);
    }

    /** Another node may have moved it to the archive, and deleted what was being read. */
    private CompletableFuture<SealedLog> loadAgain(LogDescriptor log, Throwable failure) {
        return look().thenCompose(current ->
                failure instanceof CorruptLogException && current.archive.logs().contains(log.log())
                        ? CompletableFuture.completedFuture(SealedLog.nothing(log.log()))
                        : CompletableFuture.failedFuture(failure));
    }

    private SealedLog loaded(SealedLog log) {
        if (!archive.logs().contains(log.log())) {
            notArchived.put(log.log(), log);
            events.runs(runs());
            var unused = then(work.inTurn(() -> moveToArchive(log)), List.of());
        }
        return log;
    }

    private List<RunId> runs() {
        List<RunId> runs = new ArrayList<>(archive.runs());
        notArchived.values().forEach(log -> runs.addAll(log.runs()));
        return runs;
    }

    /** Writes those runs of the archive anew of which much is wanted no more. */
    CompletableFuture<Void> sweep(boolean anythingFreed) {
        List<CompletableFuture<Archive>> all = new ArrayList<>();
        for (RunId run : archive.runs()) {
            all.add(then(
                    compaction.inTurn(() -> whileThere(
                            List.of(run),
                            () -> compaction
                                    .isWorthRewriting(run, anythingFreed)
                                    .thenComposeAsync(
                                            worth -> worth
                                                    ? merge(List.of(run), run.level(), EndedRows.NONE)
                                                    : CompletableFuture.completedFuture(archive),
                                            loop))),
                    List.of(run)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** Writes a run of the archive anew without some of its rows, unless it has been replaced meanwhile. */
    CompletableFuture<Void> leaveOut(RunId run, EndedRows ended) {
        return then(
                        compaction.inTurn(
                                () -> whileThere(List.of(run), () -> merge(List.of(run), run.level(), ended))),
                        List.of(run))
                .thenAccept(changed -> {});
    }

    /** Whether the archive tells all there is to know of the logs before this one. */
    boolean allArchived() {
        return notArchived.isEmpty();
    }

    /** @param merged what the change is about, if it is a merge */
    private CompletableFuture<Archive> then(CompletableFuture<Archive> change, List<RunId> merged) {
        return change.whenComplete((changed, failure) -> {
            if (failure == null || (!merged.isEmpty() && compaction.leaveIfDamaged(merged, failure))) {
                mergeIfDue();
            } else {
                events.broken(failure);
            }
        });
    }

    private void mergeIfDue() {
        List<RunId> due = compaction.due(archive.runs());
        if (!due.isEmpty() && !merging) {
            merging = true;
            var unused = then(
                    compaction
                            .inTurn(() ->
                                    whileThere(due, () -> merge(due, due.get(0).level() + 1, EndedRows.NONE)))
                            .whenComplete((merged, failure) -> merging = false),
                    due);
        }
    }

    /** Does something with runs, unless another node is faster, merges them, and deletes them. */
    private CompletionStage<Archive> whileThere(List<RunId> inQuestion, Supplier<CompletionStage<Archive>> work) {
        if (!archive.runs().containsAll(inQuestion) || inQuestion.stream().anyMatch(compaction::isDamaged)) {
            return CompletableFuture.completedFuture(archive);
        }
        return work.get()
                .exceptionallyComposeAsync(
                        failure -> look().thenCompose(current -> Backoff.cause(failure) instanceof CorruptLogException
                                        && !archive.runs().containsAll(inQuestion)
                                ? CompletableFuture.completedFuture(archive)
                                : CompletableFuture.failedFuture(failure)),
                        loop);
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
                : work.writeForArchive(RunContent.of(log.tail()), log.sizes(), 0)
                        .thenApply(List::of);
    }

    private CompletionStage<Archive> merge(List<RunId> due, int level, EndedRows ended) {
        return compaction
                .merge(due, ended.leftOut())
                .thenComposeAsync(result -> work.inTurn(() -> replace(due, level, result, ended)), loop);
    }

    private CompletionStage<Archive> replace(List<RunId> due, int level, Rewrite.Result result, EndedRows ended) {
        return work.writeForArchive(result.run(), result.sizes(), level)
                .thenCompose(run -> change(before ->
                                before.runs().containsAll(due) ? before.merged(due, run, Id.random(random)) : before)
                        .thenApply(changed -> {
                            if (changed.runs().contains(run)) {
                                release(due, result.released());
                                compaction.forgotten(ended.forgotten());
                            }
                            return changed;
                        }));
    }

    private void release(List<RunId> replaced, Set<Place> places) {
        compaction.forget(replaced);
        List<String> keys = new ArrayList<>();
        replaced.forEach(run -> keys.add(run.key()));
        places.forEach(place -> keys.add(place.key()));
        var unused = collector.deleteLater(keys);
    }

    /** The log has left nothing behind that is not wanted. */
    CompletionStage<Archive> collected(Id log) {
        return change(before -> before.uncollected().contains(log) ? before.collected(log, Id.random(random)) : before);
    }

    /** The archive as it is now. */
    CompletableFuture<Archive> latest() {
        return look().thenApply(current -> archive);
    }

    /**
     * Nothing may enter the archive that was written for a log which is in it: what such a log left behind and the archive
     * does not name is deleted.
     *
     * @param change gives what it is given if there is nothing to change any more
     */
    private CompletionStage<Archive> change(Function<Archive, Archive> change) {
        return look().thenCompose(current -> {
            if (current.archive.logs().contains(own)) {
                throw LogFencedException.archived(own);
            }
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
