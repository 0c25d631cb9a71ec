package io.runnel.log;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Does one thing after another. Belongs to the loop. */
final class Turns {
    private final Loop loop;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    Turns(Loop loop) {
        this.loop = loop;
    }

    /** Does something when everything that was asked for before is done. Completes on the loop. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        waiting.add(() -> run(work, done));
        startNext();
        return done;
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
