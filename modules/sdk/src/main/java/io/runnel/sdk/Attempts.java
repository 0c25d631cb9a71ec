package io.runnel.sdk;

import java.util.function.DoubleSupplier;

/** What a session may still try after failures in a row. Not thread-safe. */
final class Attempts {
    private final RetryPolicy policy;
    private final DoubleSupplier chance;
    private int failures;
    private int drains;

    Attempts(RetryPolicy policy, DoubleSupplier chance) {
        this.policy = policy;
        this.chance = chance;
    }

    /** The server has done something for the session: what failed before does not count any more. */
    void succeeded() {
        failures = 0;
        drains = 0;
    }

    /** Whether the server only leaves, and has not said so too often in a row: that is no failure, and no reason to wait. */
    boolean isDrain(RunnelException failure) {
        return failure instanceof ServerException refused && refused.isDraining() && drains++ < Caller.MAX_DRAINS;
    }

    void failed() {
        failures++;
    }

    boolean areUsedUp() {
        return failures >= policy.maxAttempts();
    }

    /** How long to wait before the next one. */
    long delayNanos(RunnelException failure) {
        return policy.delayNanos(failures, chance.getAsDouble(), failure);
    }
}
