package io.runnel.log;

import java.util.concurrent.Executor;

/** Runs what the log does, one task after another, in their order; knows the time. */
interface Loop extends Executor {
    /** Some moment, in nanoseconds; only differences mean something. */
    long nanoTime();

    /** Milliseconds since the epoch. */
    long epochMillis();

    void schedule(long delayNanos, Runnable task);
}
