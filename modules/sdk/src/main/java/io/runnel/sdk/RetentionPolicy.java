package io.runnel.sdk;

/**
 * How long records are kept.
 *
 * @param ageSeconds unsigned 64-bit, more than 0; -1, that is 2^64-1, for as good as ever
 * @param infinite for ever; then the age means nothing
 */
public record RetentionPolicy(long ageSeconds, boolean infinite) {
    /** For ever. */
    public static final RetentionPolicy INFINITE = new RetentionPolicy(0, true);

    /** @throws IllegalArgumentException if the age is 0 */
    public RetentionPolicy {
        if (!infinite && ageSeconds == 0) {
            throw new IllegalArgumentException("an age is more than 0 seconds");
        }
    }

    /** At least so long, in seconds. */
    public static RetentionPolicy age(long seconds) {
        return new RetentionPolicy(seconds, false);
    }
}
