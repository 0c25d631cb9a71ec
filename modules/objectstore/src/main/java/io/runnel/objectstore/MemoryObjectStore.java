package io.runnel.objectstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Objects on the heap, gone with the process. Keeps and hands out the very arrays it is given, and completes every stage
 * before it returns it, on the caller's thread.
 */
public final class MemoryObjectStore implements ObjectStore {
    private final ConcurrentNavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong lastVersion = new AtomicLong();

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return CompletableFuture.completedFuture(Optional.ofNullable(objects.get(Keys.require(key))));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        StoredObject whole = objects.get(Keys.require(key));
        return CompletableFuture.completedFuture(
                whole == null ? Optional.empty() : Optional.of(part(whole, offset, length)));
    }

    private static StoredObject part(StoredObject whole, long offset, int length) {
        ByteSpan span = ByteSpan.of(offset, length, whole.size());
        byte[] bytes = Arrays.copyOfRange(whole.bytes(), (int) span.from(), (int) span.until());
        return new StoredObject(bytes, whole.etag(), whole.size());
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        Keys.require(key);
        StoredObject next = new StoredObject(bytes, Long.toString(lastVersion.incrementAndGet()), bytes.length);
        boolean stored;
        if (condition instanceof Condition.IfAbsent) {
            stored = objects.putIfAbsent(key, next) == null;
        } else if (condition instanceof Condition.IfMatch match) {
            stored = replace(key, match.etag(), next);
        } else {
            objects.put(key, next);
            stored = true;
        }
        return CompletableFuture.completedFuture(stored ? new PutResult.Stored(next.etag()) : new PutResult.Conflict());
    }

    private boolean replace(String key, String etag, StoredObject next) {
        @Nullable StoredObject before = objects.get(key);
        return before != null && before.etag().equals(etag) && objects.replace(key, before, next);
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        keys.forEach(key -> objects.remove(Keys.require(key)));
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
