package io.runnel.storetools;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A store in memory that can be seen as it is at one moment, while a log goes on with its work. */
final class WatchedStore implements ObjectStore {
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

    private final MemoryObjectStore objects = new MemoryObjectStore();

    /** All objects, at the first moment from now on at which they are as wanted. */
    synchronized Objects until(Predicate<Objects> wanted) {
        long deadline = System.nanoTime() + PATIENCE;
        Objects now = now();
        while (!wanted.test(now)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("the store does not become what it should be: " + now.keys(""));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            now = now();
        }
        return now;
    }

    synchronized Objects now() {
        return Objects.of(objects);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return objects.get(key);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return objects.get(key, offset, length);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return objects.age(key);
    }

    @Override
    public synchronized CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        CompletionStage<PutResult> stored = objects.put(key, bytes, condition);
        notifyAll();
        return stored;
    }

    @Override
    public synchronized CompletionStage<Void> delete(List<String> keys) {
        CompletionStage<Void> deleted = objects.delete(keys);
        notifyAll();
        return deleted;
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        return objects.list(prefix, startAfter, limit);
    }

    @Override
    public void close() {
        objects.close();
    }
}
