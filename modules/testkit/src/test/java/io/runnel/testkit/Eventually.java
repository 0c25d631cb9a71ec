package io.runnel.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** For what happens on other threads. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 5_000_000;

    private Eventually() {}

    /** What a test claims. */
    interface Claim {
        void check() throws Exception;
    }

    /** Repeats the check until it holds; its last failure is the test's. */
    static void holds(Claim claim) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                claim.check();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
