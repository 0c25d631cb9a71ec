package io.runnel.objectstore;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One read-write lock for every key that is in use. */
final class KeyLocks {
    private final ConcurrentHashMap<String, Shared> locks = new ConcurrentHashMap<>();

    <T> T reading(String key, IoCall<T> call) throws IOException {
        Shared shared = acquire(key);
        return run(key, shared.lock.readLock(), call);
    }

    <T> T writing(String key, IoCall<T> call) throws IOException {
        Shared shared = acquire(key);
        return run(key, shared.lock.writeLock(), call);
    }

    private <T> T run(String key, Lock lock, IoCall<T> call) throws IOException {
        lock.lock();
        try {
            return call.run();
        } finally {
            lock.unlock();
            locks.computeIfPresent(key, (k, shared) -> --shared.users == 0 ? null : shared);
        }
    }

    private Shared acquire(String key) {
        return locks.compute(key, (k, shared) -> {
            Shared used = shared == null ? new Shared() : shared;
            used.users++;
            return used;
        });
    }

    /** Work on the disk. */
    interface IoCall<T> {
        T run() throws IOException;
    }

    private static final class Shared {
        final ReadWriteLock lock = new ReentrantReadWriteLock();
        // Changed only inside the map's own locking.
        int users;
    }
}
