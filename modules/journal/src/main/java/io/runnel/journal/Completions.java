package io.runnel.journal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Entries whose fate is known, in the order of the log. Filled by the log's thread and emptied by the journal's, which
 * is woken once for all that arrive until it comes: usually those of one WAL object.
 */
final class Completions {
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waking = new AtomicBoolean();
    private final Runnable wake;

    Completions(Runnable wake) {
        this.wake = wake;
    }

    void add(Pending pending) {
        queue.add(pending);
        if (!waking.getAndSet(true)) {
            wake.run();
        }
    }

    /** Answers the wake-up call; a completion that comes from here on calls again. */
    void awake() {
        waking.set(false);
        drain();
    }

    void drain() {
        for (Pending next = queue.poll(); next != null; next = queue.poll()) {
            next.settle();
        }
    }
}
