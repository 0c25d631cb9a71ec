package io.runnel.log;

import io.runnel.objectstore.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** How long to wait before something that failed is tried again: longer every time, up to a bound. */
final class Backoff {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DOUBLINGS = 6; // 1.28 s

    private int failures;

    long nextNanos() {
        return FIRST << Math.min(DOUBLINGS, failures++);
    }

    /** Whether the store may answer if it is asked again. */
    static boolean mayPass(Throwable failure) {
        return cause(failure) instanceof StoreException store && store.retryable();
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? cause(failure.getCause())
                : failure;
    }
}
