package io.runnel.log;

/**
 * Decides when what has been gathered is written, from how long the store has recently taken: on a fast one at once,
 * on a slow one so that requests are few and nobody waits for long.
 */
final class FlushPolicy {
    static final long NOT_NOW = Long.MAX_VALUE;

    private static final long NEGLIGIBLE_LINGER_NANOS = 50_000;
    private static final int LINGER_SHARE = 16;
    private static final int SMOOTHING = 8;

    private final LogSettings settings;
    private final long minSpacing;
    private final long linger;
    private long latency = -1;

    FlushPolicy(LogSettings settings) {
        this.settings = settings;
        this.minSpacing = settings.minSpacing().toNanos();
        this.linger = settings.linger().toNanos();
    }

    /** An object was durable so long after it was first sent. */
    void stored(long nanos) {
        latency = latency < 0 ? nanos : latency + (nanos - latency) / SMOOTHING;
    }

    /**
     * @param gathered bytes, more than none
     * @param waiting how long the first of them has waited, in nanoseconds
     * @param sinceFlush how long ago the last flush was
     * @return nanoseconds from now on, or {@link #NOT_NOW} if an answer must come first
     */
    long delay(long gathered, long waiting, long sinceFlush, int inFlight) {
        if (inFlight >= settings.window()) {
            return NOT_NOW;
        }
        if (gathered >= settings.flushBytes()) {
            return 0;
        }
        long usual = Math.max(0, latency);
        if (inFlight > 0) {
            return Math.max(0, spacing(usual) - sinceFlush);
        }
        long patience = Math.min(linger, usual / LINGER_SHARE);
        return patience < NEGLIGIBLE_LINGER_NANOS ? 0 : Math.max(0, patience - waiting);
    }

    /** The faster the store is, the more objects are under way: one at 25 ms and beyond, four at 6 ms, twelve at 2 ms. */
    private long spacing(long usual) {
        return usual >= minSpacing ? minSpacing : (long) ((double) usual * usual / minSpacing);
    }

    /** After how many nanoseconds without an answer an object is sent once more; {@link #NOT_NOW} for never. */
    long hedgeAfter() {
        long after = settings.hedgeAfter().toNanos();
        return after == 0 ? NOT_NOW : Math.max(after, 2 * Math.max(0, latency));
    }
}
