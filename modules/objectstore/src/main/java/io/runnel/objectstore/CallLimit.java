package io.runnel.objectstore;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls be under way at a time. The others wait in two lines, short ones before long ones; within a line in
 * the order in which they came. Thread-safe.
 */
final class CallLimit {
    private final int most;
    private final Executor executor;
    private final Queue<Runnable> shortOnes = new ArrayDeque<>();
    private final Queue<Runnable> longOnes = new ArrayDeque<>();
    private int underWay;

    /** @param executor starts calls that had to wait */
    CallLimit(int most, Executor executor) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one call must be let through, not " + most);
        }
        this.most = most;
        this.executor = executor;
    }

    <T> CompletionStage<T> call(boolean isShort, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            if (underWay == most) {
                (isShort ? shortOnes : longOnes).add(() -> start(call, result));
                return result;
            }
            underWay++;
        }
        start(call, result);
        return result;
    }

    private <T> void start(Supplier<CompletionStage<T>> call, CompletableFuture<T> result) {
        CompletionStage<T> running;
        try {
            running = call.get();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            // First of all, for an executor that is shutting down takes nothing more.
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
            startNext();
        });
    }

    private void startNext() {
        Runnable next = next();
        if (next != null) {
            executor.execute(next);
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = shortOnes.isEmpty() ? longOnes.poll() : shortOnes.poll();
        if (next == null) {
            underWay--;
        }
        return next;
    }
}
