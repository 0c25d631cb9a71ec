package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Writes index runs, one after another, and computes beside the loop. Belongs to the loop.
 */
final class IndexWork {
    private final Id cluster;
    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final Executor background;
    private final Patience patience;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
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
    }

    /** The number of the last run that is durable. */
    long latestDurable() {
        return latestDurable;
    }

    /** Does something when everything that was asked for before is done. Completes on the loop. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        waiting.add(() -> run(work, done));
        startNext();
        return done;
    }

    /**
     * Writes a run, in its turn.
     *
     * @param content is called in the background
     * @param own the runs of this log once this one is durable, without it, and what they cover with it; of no
     *     other log if {@code isOwn} is false
     * @return completes on the loop
     */
    CompletableFuture<RunId> write(Supplier<RunBuilder> content, int level, boolean isOwn, OwnRuns own) {
        long number = ++lastNumber;
        return CompletableFuture.supplyAsync(
                        () -> content.get()
                                .finish(cluster, log, number, isOwn, level, own.runs(), own.coveredThrough()),
                        background)
                .thenComposeAsync(
                        bytes -> patience.ask(
                                        () -> store.put(ObjectKeys.run(log, number), bytes, new Condition.Always()))
                                .thenApply(stored -> new RunId(log, number, level, bytes.length)),
                        loop)
                .thenApplyAsync(
                        run -> {
                            latestDurable = number;
                            return run;
                        },
                        loop);
    }

    /** Gets runs whole and merges them, in the background. Completes on the loop. */
    CompletableFuture<RunBuilder> merged(List<RunId> runs) {
        return Parallel.map(runs, runs.size(), loop, this::whole)
                .thenApplyAsync(RunMerge::of, background)
                .thenApplyAsync(content -> content, loop);
    }

    private CompletionStage<LoadedRun> whole(RunId run) {
        String object = run.key();
        return patience.ask(() -> store.get(object)).thenApply(found -> {
            StoredObject bytes = found.orElseThrow(() -> new CorruptLogException(object + " is missing"));
            return Runs.whole(bytes, object);
        });
    }

    private <T> void run(Supplier<CompletionStage<T>> work, CompletableFuture<T> done) {
        CompletionStage<T> running;
        try {
            running = work.get();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        done.complete(value);
                    } else {
                        done.completeExceptionally(Backoff.cause(failure));
                    }
                    busy = false;
                    startNext();
                },
                loop);
    }

    private void startNext() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            waiting.remove().run();
        }
    }
}
