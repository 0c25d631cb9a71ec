package io.runnel.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What all connections of a proxy obey, and where their threads wait. */
final class Switches {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean stalled;
    private long resumes;
    private long delayNanos;
    private long bytesPerSecond = Long.MAX_VALUE;

    void stall() {
        change(() -> stalled = true);
    }

    void resume() {
        change(() -> {
            stalled = false;
            resumes++;
        });
    }

    void delay(long nanos) {
        change(() -> delayNanos = nanos);
    }

    void throttle(long rate) {
        change(() -> bytesPerSecond = rate);
    }

    /** Has everybody look again whether what they wait for is still to come. */
    void wake() {
        change(() -> {});
    }

    /** Waits until bytes may flow, and then as long as they are to be late. */
    void awaitFlow(BooleanSupplier over) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (stalled && !over.getAsBoolean()) {
                changed.await();
            }
            pause(delayNanos, over);
            while (stalled && !over.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for somebody to call {@link #resume} from now on. */
    void awaitResume(BooleanSupplier over) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long before = resumes;
            while (resumes == before && !over.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many of so many bytes may be passed on at once. */
    int portion(int count) {
        lock.lock();
        try {
            return (int) Math.min(count, Math.max(1, bytesPerSecond / 50));
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as so many bytes take. */
    void awaitRoom(int count, BooleanSupplier over) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (bytesPerSecond != Long.MAX_VALUE) {
                pause(TimeUnit.SECONDS.toNanos(count) / bytesPerSecond, over);
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause(long nanos, BooleanSupplier over) throws InterruptedException {
        for (long left = nanos; left > 0 && !over.getAsBoolean(); ) {
            left = changed.awaitNanos(left);
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
