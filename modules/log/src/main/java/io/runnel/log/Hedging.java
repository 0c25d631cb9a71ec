package io.runnel.log;

import java.util.Collection;
import java.util.List;

/**
 * Has slots sent once more whose answers take longer than others: one in {@value #PUTS_PER_HEDGE}, with as many saved up at most,
 * and none that would be a PUT too many. On the loop.
 */
final class Hedging {
    private static final int PUTS_PER_HEDGE = 10;

    private final Loop loop;
    private final FlushPolicy policy;
    private final PutBudget budget;
    private final Collection<SlotInFlight> inFlight;
    private final long shortestPause; // nanoseconds
    private boolean watching; // a timer will call sendSlowAgain
    private int credit = PUTS_PER_HEDGE; // in PUTs

    /** @param inFlight those that may be slow, oldest first; changed by others */
    Hedging(Loop loop, LogSettings settings, FlushPolicy policy, PutBudget budget, Collection<SlotInFlight> inFlight) {
        this.loop = loop;
        this.policy = policy;
        this.budget = budget;
        this.inFlight = inFlight;
        this.shortestPause = settings.hedgeAfter().toNanos() / 32;
    }

    /** Another slot has been sent. */
    void sent() {
        credit = Math.min(PUTS_PER_HEDGE * PUTS_PER_HEDGE, credit + 1);
        long after = policy.hedgeAfter();
        if (!watching && after != FlushPolicy.NOT_NOW && !inFlight.isEmpty()) {
            watchAfter(after);
        }
    }

    private void sendSlowAgain() {
        watching = false;
        long now = loop.nanoTime();
        for (SlotInFlight slot : List.copyOf(inFlight)) { // of which some may be answered, or fail, at once
            if (slot.canBeHedged()
                    && credit >= PUTS_PER_HEDGE
                    && budget.delay(now) == 0
                    && slot.nanosSinceSent(now) >= policy.hedgeAfter()) {
                budget.spend(now);
                credit -= PUTS_PER_HEDGE;
                slot.hedge();
            }
        }
        for (SlotInFlight slot : inFlight) {
            if (slot.canBeHedged()) {
                watchAfter(Math.max(shortestPause, policy.hedgeAfter() - slot.nanosSinceSent(now)));
                return;
            }
        }
    }

    private void watchAfter(long nanos) {
        watching = true;
        loop.schedule(nanos, this::sendSlowAgain);
    }
}
