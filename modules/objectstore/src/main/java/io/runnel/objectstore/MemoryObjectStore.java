package io.runnel.objectstore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Objects in memory, gone with the process. They lie outside the heap, so that a small heap can hold up many of them, and
 * within a bound: what is too much is refused, for good, since nothing makes room by itself. Completes every stage before
 * it returns it, on the caller's thread.
 */
public final class MemoryObjectStore implements ObjectStore {
    private final ConcurrentNavigableMap<String, Held> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong lastVersion = new AtomicLong();
    private final AtomicLong heldBytes = new AtomicLong();
    private final long maxBytes;

    /** @param bytes never changed, and read through duplicates only */
    private record Held(ByteBuffer bytes, String etag, long writtenNanos) {
        StoredObject part(ByteSpan span) {
            byte[] part = new byte[(int) (span.until() - span.from())];
            bytes.get((int) span.from(), part);
            return new StoredObject(part, etag, bytes.capacity());
        }
    }

    /** A store of any size. */
    public MemoryObjectStore() {
        this(Long.MAX_VALUE);
    }

    /** @param maxBytes of all objects together */
    public MemoryObjectStore(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(objects.get(Keys.require(key)))
                .map(held -> held.part(new ByteSpan(0, held.bytes().capacity()))));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return CompletableFuture.completedFuture(Optional.ofNullable(objects.get(Keys.require(key)))
                .map(held -> held.part(ByteSpan.of(offset, length, held.bytes().capacity()))));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(objects.get(Keys.require(key)))
                .map(held -> Duration.ofNanos(System.nanoTime() - held.writtenNanos())));
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return put(key, List.of(ByteBuffer.wrap(bytes)), condition);
    }

    @Override
    public CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        Keys.require(key);
        int size = Math.toIntExact(Bytes.size(parts));
        if (heldBytes.addAndGet(size) > maxBytes) {
            heldBytes.addAndGet(-size);
            return CompletableFuture.failedFuture(full(key, size));
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(size);
        parts.forEach(part -> copy.put(part.duplicate()));
        Held next = new Held(copy, Long.toString(lastVersion.incrementAndGet()), System.nanoTime());
        boolean stored;
        if (condition instanceof Condition.IfAbsent) {
            stored = objects.putIfAbsent(key, next) == null;
        } else if (condition instanceof Condition.IfMatch match) {
            stored = replace(key, match.etag(), next);
        } else {
            release(objects.put(key, next));
            stored = true;
        }
        if (!stored) {
            release(next);
        }
        return CompletableFuture.completedFuture(stored ? new PutResult.Stored(next.etag()) : new PutResult.Conflict());
    }

    private StoreException full(String key, int bytes) {
        return new StoreException(
                "memory is full: " + heldBytes + " of at most " + maxBytes + " bytes are in use, and " + key + " has "
                        + bytes + "; keep the data in a directory or a bucket, or raise runnel.store.memory.max-bytes",
                false);
    }

    private boolean replace(String key, String etag, Held next) {
        @Nullable Held before = objects.get(key);
        boolean replaced = before != null && before.etag().equals(etag) && objects.replace(key, before, next);
        if (replaced) {
            release(before);
        }
        return replaced;
    }

    private void release(@Nullable Held gone) {
        if (gone != null) {
            heldBytes.addAndGet(-gone.bytes().capacity());
        }
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        keys.forEach(key -> release(objects.remove(Keys.require(key))));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        Keys.requirePrefix(prefix);
        Keys.requireLimit(limit);
        List<String> keys = new ArrayList<>();
        boolean resumed = startAfter.compareTo(prefix) >= 0;
        for (String key :
                objects.tailMap(resumed ? startAfter : prefix, !resumed).keySet()) {
            if (keys.size() == limit || !key.startsWith(prefix)) {
                break;
            }
            keys.add(key);
        }
        return CompletableFuture.completedFuture(keys);
    }

    /** Keeps everything: a test may open a second log over the same objects. */
    @Override
    public void close() {}
}
