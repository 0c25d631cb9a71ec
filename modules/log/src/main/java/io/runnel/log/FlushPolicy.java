package io.runnel.log;

/**
 * Decides when what has been gathered is written, from how long the store has recently taken: on a fast one at once,
 * on a slow one so that requests are few and nobody waits for long.
 */
final class FlushPolicy {
    static final long NOT_NOW = Long.MAX_VALUE;

    private static final long NEGLIGIBLE_NANOS = 50_000;
    private static final int LINGER_SHARE = 16;
    private static final int RETURN_SHARE = 4;
    private static final int SMOOTHING = 8;

    private final LogSettings settings;
    private final long minSpacing;
    private final long linger;
    private long latency = -1;
    private int expected;

    FlushPolicy(LogSettings settings) {
        this.settings = settings;
        this.minSpacing = settings.minSpacing().toNanos();
        this.linger = settings.linger().toNanos();
    }

    /** An object was durable so long after it was first sent. One that took long counts as twice the usual, lest it decide what is. */
    void stored(long nanos) {
        latency =
                latency < 0 ? nanos : latency + (Math.min(nanos, 2 * latency + NEGLIGIBLE_NANOS) - latency) / SMOOTHING;
    }

    /**
     * So many entries have just become durable, and others have been gathered meanwhile. Who waited for one is likely to
     * bring the next at once. If the others went without them, there would be two groups of clients that wait for each
     * other's objects from then on.
     */
    void acknowledged(int entries, int gathered) {
        expected = entries + gathered;
    }

    /** How many entries are worth waiting for. */
    int expected() {
        return expected;
    }

    /**
     * @param bytes gathered, more than none
     * @param entries gathered
     * @param waiting how long the first of them has waited, in nanoseconds
     * @param sinceFlush how long ago the last flush was
     * @param sinceAcknowledged how long ago entries were last acknowledged
     * @return nanoseconds from now on, or {@link #NOT_NOW} if an answer must come first
     */
    long delay(long bytes, int entries, long waiting, long sinceFlush, long sinceAcknowledged, int inFlight) {
        if (inFlight >= settings.window()) {
            return NOT_NOW;
        }
        if (bytes >= settings.flushBytes()) {
            return 0;
        }
        long usual = Math.max(0, latency);
        if (inFlight > 0) {
            return Math.max(0, spacing(usual) - sinceFlush);
        }
        long returning = usual / RETURN_SHARE - sinceAcknowledged;
        if (returning > 0 && entries >= expected) {
            return 0;
        }
        long delay = Math.max(returning, Math.min(linger, usual / LINGER_SHARE) - waiting);
        return delay < NEGLIGIBLE_NANOS ? 0 : delay;
    }

    /** The faster the store is, the more objects are under way: one at 25 ms and beyond, four at 6 ms, twelve at 2 ms. */
    private long spacing(long usual) {
        return usual >= minSpacing ? minSpacing : (long) ((double) usual * usual / minSpacing);
    }

    /** After how many nanoseconds without an answer an object is sent once more; {@link #NOT_NOW} for never. */
    long hedgeAfter() {
        long after = settings.hedgeAfter().toNanos();
        return after == 0 ? NOT_NOW : Math.max(after, Math.max(0, latency) * 3 / 2);
    }
}
