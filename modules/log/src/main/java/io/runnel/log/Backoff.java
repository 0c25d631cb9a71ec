package io.runnel.log;

import io.runnel.objectstore.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Whether something that failed is tried again, and when: after a longer time every time, up to a bound. For ever, if the
 * store is overloaded or does not answer; for a while, if it refuses.
 */
final class Backoff {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DOUBLINGS = 6; // 1.28 s

    private final Loop loop;
    private final long giveUpAfter;
    private int failures;
    private boolean refused;
    private long refusedSince;

    /** @param giveUpAfter how long the store may refuse, in nanoseconds */
    Backoff(Loop loop, long giveUpAfter) {
        this.loop = loop;
        this.giveUpAfter = giveUpAfter;
    }

    long nextNanos() {
        return FIRST << Math.min(DOUBLINGS, failures++);
    }

    /** Whether the store may answer if it is asked again. */
    boolean mayPass(Throwable failure) {
        if (!(cause(failure) instanceof StoreException store)) {
            return false; // a bug, or damage
        }
        long now = loop.nanoTime();
        if (store.retryable()) {
            refused = false;
        } else if (!refused) {
            refused = true;
            refusedSince = now;
        }
        return !refused || now - refusedSince < giveUpAfter;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }
}
