package io.runnel.sdk;

import java.time.Duration;

/**
 * How often, and after which time, what failed is tried again. The delay before the second attempt is {@code minDelay}; it
 * doubles up to {@code maxDelay}. A random time of up to as much is added, and it is never shorter than the server asks for.
 *
 * @param maxAttempts 1 or more; counts the first
 * @param append which appends are tried again
 */
public record RetryPolicy(int maxAttempts, Duration minDelay, Duration maxDelay, AppendRetry append) {
    /** 3 attempts, delays from 100 ms to 1 s, all appends. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1), AppendRetry.ALL);

    /** @throws IllegalArgumentException if there would be no attempt, or a delay is negative */
    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("at least 1 attempt, got " + maxAttempts);
        }
        if (minDelay.isNegative() || maxDelay.compareTo(minDelay) < 0) {
            throw new IllegalArgumentException("delays from 0 up, got " + minDelay + " to " + maxDelay);
        }
    }

    /** The same with another number of attempts; 1 for no second one. */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, minDelay, maxDelay, append);
    }

    /** The same with other delays. */
    public RetryPolicy withDelays(Duration min, Duration max) {
        return new RetryPolicy(maxAttempts, min, max, append);
    }

    /** The same with another choice of appends. */
    public RetryPolicy withAppend(AppendRetry which) {
        return new RetryPolicy(maxAttempts, minDelay, maxDelay, which);
    }

    /**
     * How long to wait, in nanoseconds.
     *
     * @param failures how many attempts have failed in a row, 1 or more
     * @param chance from 0 to 1
     */
    long delayNanos(int failures, double chance, RunnelException failure) {
        long base = Math.min(maxDelay.toNanos(), minDelay.toNanos() << Math.min(failures - 1, 20));
        long delay = base + (long) (base * chance);
        Long hint = failure instanceof ServerException refused ? refused.retryAfterMillis() : null;
        return hint == null
                ? delay
                : Math.max(delay, Duration.ofMillis(Math.min(hint, 3_600_000L)).toNanos());
    }
}
