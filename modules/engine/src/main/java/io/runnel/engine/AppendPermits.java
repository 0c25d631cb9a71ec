package io.runnel.engine;

import io.runnel.model.AppendBatch;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The node's room for appends that are not durable yet, in bytes. Whoever does not fit waits in line, so that nobody is
 * starved by smaller ones. Thread-safe.
 */
final class AppendPermits {
    /** Somebody in line. */
    static final class Waiter {
        private final long bytes;
        private final Runnable granted;

        /** @param granted called once, by whoever makes room; must neither block nor throw */
        Waiter(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        long bytes() {
            return bytes;
        }
    }

    // What a batch costs beyond its bytes: objects, and numbers for each record.
    private static final int BATCH_OVERHEAD = 512;
    private static final int RECORD_OVERHEAD = 32;

    private final long capacity;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private long available;
    private long waitingBytes;
    private boolean granting;

    AppendPermits(long capacity) {
        this.capacity = capacity;
        this.available = capacity;
    }

    /** The room that a batch takes. */
    static long cost(AppendBatch batch) {
        return BATCH_OVERHEAD + (long) RECORD_OVERHEAD * batch.count() + batch.meteredBytes();
    }

    /** Takes room at once, unless there is not enough of it or others were first. */
    synchronized boolean tryAcquire(long bytes) {
        if (!line.isEmpty() || !fits(bytes)) {
            return false;
        }
        available -= bytes;
        return true;
    }

    /** Takes room as soon as there is some. */
    void acquire(Waiter waiter) {
        synchronized (this) {
            if (!tryAcquire(waiter.bytes)) {
                line.add(waiter);
                waitingBytes += waiter.bytes;
                return;
            }
        }
        waiter.granted.run();
    }

    /** Leaves the line. @return false if its room has been granted, though it may not know yet */
    boolean cancel(Waiter waiter) {
        synchronized (this) {
            if (!line.remove(waiter)) {
                return false;
            }
            waitingBytes -= waiter.bytes;
        }
        grant();
        return true;
    }

    void release(long bytes) {
        synchronized (this) {
            available += bytes;
        }
        grant();
    }

    /** One thread at a time, for whoever is let in may give its room back at once. */
    private void grant() {
        synchronized (this) {
            if (granting) {
                return;
            }
            granting = true;
        }
        while (true) {
            Waiter next;
            synchronized (this) {
                next = line.peek();
                if (next == null || !fits(next.bytes)) {
                    granting = false;
                    return;
                }
                line.remove();
                waitingBytes -= next.bytes;
                available -= next.bytes;
            }
            next.granted.run();
        }
    }

    /** The bytes of all who are in line. */
    synchronized long waitingBytes() {
        return waitingBytes;
    }

    // What is larger than everything may go once it is alone.
    private boolean fits(long bytes) {
        return bytes <= available || available == capacity;
    }
}
