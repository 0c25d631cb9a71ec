package io.runnel.sdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way into a session, or records into a producer: first come, first served, as long as there is room for them. Safe for use by any thread;
 * completes no futures itself, for that must not happen under its lock.
 */
final class Inbox<T> {
    /** Somebody who wants room: for an item, or to have it for one later. */
    static final class Entry<T> {
        final int bytes;
        final @Nullable T item;
        final CompletableFuture<Void> granted = new CompletableFuture<>();

        Entry(int bytes, @Nullable T item) {
            this.bytes = bytes;
            this.item = item;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final long maxBytes;
    private final int maxItems;
    private final Deque<Entry<T>> waiting = new ArrayDeque<>();
    private final List<T> ready = new ArrayList<>();
    private long bytes;
    private int count;
    private @Nullable RunnelException closed;

    Inbox(long maxBytes, int maxItems) {
        this.maxBytes = maxBytes;
        this.maxItems = maxItems;
    }

    /** What comes of asking for room. */
    enum Admission {
        GRANTED,
        /** It is granted or refused later. */
        WAITING,
        /** There is none, and the entry was not to wait. */
        FULL,
        /** Refused: {@link #closed} says why. */
        CLOSED
    }

    Admission enter(Entry<T> entry, boolean mayWait) {
        lock.lock();
        try {
            if (closed != null) {
                return Admission.CLOSED;
            }
            if (waiting.isEmpty() && fits(entry)) {
                grant(entry);
                return Admission.GRANTED;
            }
            return mayWait && waiting.add(entry) ? Admission.WAITING : Admission.FULL;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an item for which room was granted before; false if it is too late for that. */
    boolean put(T item) {
        lock.lock();
        try {
            return closed == null && ready.add(item);
        } finally {
            lock.unlock();
        }
    }

    /** Somebody does not want to wait any more; true if he was still waiting. */
    boolean withdraw(Entry<T> entry) {
        lock.lock();
        try {
            return waiting.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Room becomes free; returns who has got it. */
    List<Entry<T>> leave(int freedBytes, int freedItems) {
        lock.lock();
        try {
            bytes -= freedBytes;
            count -= freedItems;
            return grantAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives back a part of what was granted; returns who has got it. */
    List<Entry<T>> shrink(int freedBytes) {
        lock.lock();
        try {
            bytes -= freedBytes;
            return grantAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Entry<T>> grantAll() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Entry<T>> granted = new ArrayList<>();
        for (Entry<T> next = waiting.peek(); next != null && fits(next); next = waiting.peek()) {
            waiting.remove();
            grant(next);
            granted.add(next);
        }
        return granted;
    }

    private boolean fits(Entry<T> entry) {
        return bytes + entry.bytes <= maxBytes && count < maxItems;
    }

    private void grant(Entry<T> entry) {
        bytes += entry.bytes;
        count++;
        if (entry.item != null) {
            ready.add(entry.item);
        }
    }

    /** The items that have been let in, in order. */
    List<T> take() {
        lock.lock();
        try {
            List<T> taken = List.copyOf(ready);
            ready.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody new gets in; items that wait still do, but not who wants room for later. Returns those. */
    List<Entry<T>> closeToNew(RunnelException why) {
        lock.lock();
        try {
            closed = closed == null ? why : closed;
            List<Entry<T>> refused = new ArrayList<>();
            waiting.removeIf(each -> each.item == null && refused.add(each));
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody gets in any more; returns those that waited. */
    List<Entry<T>> closeToAll(RunnelException why) {
        lock.lock();
        try {
            closed = why;
            List<Entry<T>> refused = List.copyOf(waiting);
            waiting.clear();
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Why nobody gets in; only to be asked when it is closed. */
    RunnelException closed() {
        lock.lock();
        try {
            return closed == null ? new SessionClosedException("the session is closed") : closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and nothing waits in it. */
    boolean isDone() {
        lock.lock();
        try {
            return closed != null && waiting.isEmpty() && ready.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that room was granted for. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
