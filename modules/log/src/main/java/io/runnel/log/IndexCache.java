package io.runnel.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Keeps what was last used of the index, within a bound, and loads nothing twice at a time. Thread-safe. */
final class IndexCache {
    private final long maxBytes;
    private final Map<Object, Cached> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private static final class Cached {
        private final CompletableFuture<Object> value;
        private int size;

        Cached(CompletableFuture<Object> value) {
            this.value = value;
        }
    }

    IndexCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @param key unlike that of anything else
     * @param load gets what is not there
     * @param sizeOf tells how many bytes a value takes
     */
    @SuppressWarnings("unchecked") // a key stands for values of one type
    <T> CompletableFuture<T> get(Object key, Supplier<CompletionStage<T>> load, ToIntFunction<T> sizeOf) {
        Cached cached;
        synchronized (this) {
            cached = byKey.get(key);
            if (cached != null) {
                return (CompletableFuture<T>) cached.value;
            }
            cached = new Cached(new CompletableFuture<>());
            byKey.put(key, cached);
        }
        Cached loading = cached;
        CompletionStage<T> loaded;
        try {
            loaded = load.get();
        } catch (RuntimeException e) {
            loaded = CompletableFuture.failedFuture(e);
        }
        loaded.whenComplete((value, failure) -> {
            if (failure == null) {
                keep(loading, sizeOf.applyAsInt(value));
                loading.value.complete(value);
            } else {
                forget(key, loading);
                loading.value.completeExceptionally(Backoff.cause(failure));
            }
        });
        return (CompletableFuture<T>) loading.value;
    }

    synchronized long bytes() {
        return bytes;
    }

    private synchronized void keep(Cached loaded, int size) {
        loaded.size = size;
        bytes += size;
        var eldest = byKey.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Cached next = eldest.next();
            if (next != loaded && next.size > 0) {
                bytes -= next.size;
                eldest.remove();
            }
        }
    }

    private synchronized void forget(Object key, Cached failed) {
        byKey.remove(key, failed);
    }
}
