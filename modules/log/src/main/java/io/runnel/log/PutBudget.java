package io.runnel.log;

import java.util.concurrent.TimeUnit;

/** How many requests that cost money may be made: so many a second, of which a quarter may come at once. */
final class PutBudget {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int AT_ONCE = 4;

    private final int perSecond;
    private final long nanosEach;
    private final long most; // saved up
    private long saved;
    private long since;

    /** @param perSecond 0 for as many as one likes */
    PutBudget(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.nanosEach = perSecond == 0 ? 0 : SECOND / perSecond;
        this.most = nanosEach * Math.max(1, perSecond / AT_ONCE);
        this.saved = most;
        this.since = nanoTime;
    }

    /** In how many nanoseconds one may be made; 0 for now. */
    long delay(long nanoTime) {
        if (perSecond == 0) {
            return 0;
        }
        saved = Math.min(most, saved + nanoTime - since);
        since = nanoTime;
        return Math.max(0, nanosEach - saved);
    }

    /** One is made, whether or not there was one left. */
    void spend(long nanoTime) {
        if (perSecond > 0) {
            saved -= delay(nanoTime) == 0 ? nanosEach : Math.max(0, saved);
        }
    }
}
