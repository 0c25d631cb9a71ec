package io.runnel.verify;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Calls beside the test's own thread. Each has a thread at once: one that waits for a pool is no rival. */
final class Background {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "background");
        thread.setDaemon(true);
        return thread;
    });

    private Background() {}

    static <T> CompletableFuture<T> call(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, THREADS);
    }

    static CompletableFuture<Void> run(Runnable call) {
        return CompletableFuture.runAsync(call, THREADS);
    }
}
