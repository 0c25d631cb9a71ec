package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Writes the index runs of this node, one after another, as each names those before. Belongs to the loop.
 */
final class IndexWork {
    private final Id cluster;
    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final Executor background;
    private final Patience patience;
    private final Turns turns;
    private long lastNumber;
    private long latestDurable;

    /** What there is of the runs of this log at the time another is written. */
    record OwnRuns(List<RunId> runs, long coveredThrough) {}

    /** @param background computes, and may take its time */
    IndexWork(Id cluster, Id log, ObjectStore store, Loop loop, Patience patience, Executor background) {
        this.cluster = cluster;
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.background = background;
        this.patience = patience;
        this.turns = new Turns(loop);
    }

    /** The number of the last run of this log that is durable: it names all others. */
    long latestDurable() {
        return latestDurable;
    }

    /** Does something when everything that was asked for before is done. Completes on the loop. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletionStage<T>> work) {
        return turns.inTurn(work);
    }

    /**
     * Writes a run of this log. To be called in turn.
     *
     * @param sizes of the objects that hold its entries
     * @param own the runs of this log once this one is durable, without it, and what they cover with it
     * @return completes on the loop
     */
    CompletableFuture<RunId> write(RunBuilder content, Map<Place, Integer> sizes, int level, OwnRuns own) {
        return write(content, sizes, level, true, own)
                .thenApplyAsync(
                        run -> {
                            latestDurable = run.number();
                            return run;
                        },
                        loop);
    }

    /** Writes a run that tells of other logs, for the archive. */
    CompletableFuture<RunId> writeForArchive(RunBuilder content, Map<Place, Integer> sizes, int level) {
        return write(content, sizes, level, false, new OwnRuns(List.of(), 0));
    }

    private CompletableFuture<RunId> write(
            RunBuilder content, Map<Place, Integer> sizes, int level, boolean isOwn, OwnRuns own) {
        long number = ++lastNumber;
        return CompletableFuture.supplyAsync(
                        () -> content.finish(
                                cluster, log, number, sizes, isOwn, level, own.runs(), own.coveredThrough()),
                        background)
                .thenComposeAsync(
                        bytes -> patience.ask(
                                        () -> store.put(ObjectKeys.run(log, number), bytes, new Condition.Always()))
                                .thenApply(stored -> new RunId(log, number, level, bytes.length)),
                        loop);
    }
}
