package io.runnel.model;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Room on a node, in bytes. Whoever does not fit waits in line, so that nobody is starved by smaller ones. Thread-safe.
 */
public final class ByteBudget {
    /** Somebody in line. */
    public static final class Waiter {
        private final long bytes;
        private final Runnable granted;

        /** @param granted called once, by whoever makes room; must neither block nor throw */
        public Waiter(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        public long bytes() {
            return bytes;
        }
    }

    private final long capacity;
    private final Deque<Waiter> line = new ArrayDeque<>();
    private long available;
    private long waitingBytes;
    private boolean granting;

    /** @param capacity what fits at a time; what is larger than that may go alone */
    public ByteBudget(long capacity) {
        this.capacity = capacity;
        this.available = capacity;
    }

    /** Takes room at once, unless there is not enough of it or others were first. */
    public synchronized boolean tryAcquire(long bytes) {
        if (!line.isEmpty() || !fits(bytes)) {
            return false;
        }
        available -= bytes;
        return true;
    }

    /** Takes room that there need not be: for what turned out larger. Others wait until it has been given back. */
    public synchronized void take(long bytes) {
        available -= bytes;
    }

    /** Takes room as soon as there is some. */
    public void acquire(Waiter waiter) {
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
    public boolean cancel(Waiter waiter) {
        synchronized (this) {
            if (!line.remove(waiter)) {
                return false;
            }
            waitingBytes -= waiter.bytes;
        }
        grant();
        return true;
    }

    /** Gives room back. */
    public void release(long bytes) {
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

    /** The bytes of all who have been let in. */
    public synchronized long takenBytes() {
        return capacity - available;
    }

    /** The bytes of all who are in line. */
    public synchronized long waitingBytes() {
        return waitingBytes;
    }

    // What is larger than everything may go once it is alone.
    private boolean fits(long bytes) {
        return bytes <= available || available == capacity;
    }
}
