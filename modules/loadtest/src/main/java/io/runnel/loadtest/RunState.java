package io.runnel.loadtest;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the threads of a run share: the time, the figures, and whether it goes on. */
final class RunState {
    private final LongSupplier nanoTime;
    private final BooleanSupplier interrupted;
    private final long startNanos;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    final Meter writes = new Meter();
    final Meter reads = new Meter();
    final LongAdder catchupBytes = new LongAdder();
    final LongAdder catchupRecords = new LongAdder();

    /** @param interrupted whether the user wants it to end */
    RunState(LongSupplier nanoTime, BooleanSupplier interrupted) {
        this.nanoTime = nanoTime;
        this.interrupted = interrupted;
        this.startNanos = nanoTime.getAsLong();
    }

    long elapsedNanos() {
        return nanoTime.getAsLong() - startNanos;
    }

    long elapsedMicros() {
        return elapsedNanos() / 1000;
    }

    double elapsedSeconds() {
        return elapsedNanos() / 1e9;
    }

    /** The first failure is the one that is told. What fails because the user has ended it is none. */
    void fail(Throwable why) {
        if (why instanceof Mismatch || !isInterrupted()) {
            failure.compareAndSet(null, why);
        }
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    boolean isInterrupted() {
        return interrupted.getAsBoolean();
    }

    /** Whether threads are to come to an end. */
    boolean isEnding() {
        return failure.get() != null || isInterrupted();
    }
}
