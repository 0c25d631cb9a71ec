package io.runnel.engine;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a read at the tail shows a sign of life, and when it gives up waiting (contract 7.4). All times are readings of
 * one monotonic clock, in nanoseconds.
 */
final class FollowSchedule {
    private static final long SECOND = 1_000_000_000L;

    private final long waitNanos; // negative: for ever
    private final long minPause;
    private final long maxPause;
    private final RandomGenerator random;
    private boolean waiting;
    private long waitFrom;
    private long lastOutput;
    private long pause;

    /**
     * @param waitSecs unsigned 32 bits; null to wait for ever
     * @param minPause between two outputs before a heartbeat is due
     */
    FollowSchedule(@Nullable Long waitSecs, long minPause, long maxPause, RandomGenerator random) {
        this.waitNanos = waitSecs == null ? -1 : waitSecs * SECOND;
        this.minPause = minPause;
        this.maxPause = maxPause;
        this.random = random;
    }

    /** The read has reached the tail: the first time, its patience begins to run. */
    void reachedTail(long now) {
        if (!waiting) {
            waiting = true;
            waitFrom = now;
        }
    }

    /** Records were delivered, live or not. */
    void delivered(long now) {
        lastOutput = now;
        waitFrom = now;
    }

    void heartbeat(long now) {
        lastOutput = now;
        pause = minPause == maxPause ? minPause : random.nextLong(minPause, maxPause);
    }

    /** Whether it has waited for long enough. */
    boolean isOver(long now) {
        return waiting && waitNanos >= 0 && now - waitFrom >= waitNanos;
    }

    boolean heartbeatIsDue(long now) {
        return now - lastOutput >= pause;
    }

    /** How long nothing has to be done; meaningful after a heartbeat. */
    long pauseNanos(long now) {
        long untilHeartbeat = pause - (now - lastOutput);
        return Math.max(0, waitNanos < 0 ? untilHeartbeat : Math.min(untilHeartbeat, waitNanos - (now - waitFrom)));
    }
}
