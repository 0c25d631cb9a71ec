package io.runnel.verify;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** For what the contract lets happen in the background. */
final class Eventually {
    private Eventually() {}

    /** Repeats the check until it holds; its last failure is the test's. */
    static void within(Duration patience, Runnable check) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause(Duration.ofMillis(50));
        }
    }

    /** Lets time pass where the contract is about time. */
    static void pause(Duration duration) {
        long deadline = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
