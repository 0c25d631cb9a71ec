package io.runnel.engine;

/** Arithmetic on unsigned numbers that stops at the ends of the range instead of wrapping around. */
final class Unsigned {
    private Unsigned() {}

    static long min(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }

    static long max(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    static long plus(long a, long b) {
        long sum = a + b;
        return Long.compareUnsigned(sum, a) < 0 ? -1 : sum;
    }

    static long minus(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? 0 : a - b;
    }

    /**
     * A moment some time after another.
     *
     * @param seconds unsigned
     * @return milliseconds since the epoch; {@link Long#MAX_VALUE} if it lies beyond
     */
    static long millisAfter(long millis, long seconds) {
        if (seconds < 0 || seconds > Long.MAX_VALUE / 1000) {
            return Long.MAX_VALUE;
        }
        long sum = millis + seconds * 1000;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
