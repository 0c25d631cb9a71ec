package io.runnel.bench;

import java.util.Random;

/**
 * How long S3 Standard takes for a small request: a lognormal body of median 26.6 ms and σ 0.33, and a tail of 1.5 % with median
 * 140 ms and σ 0.25. The same seed gives the same delays in the same order.
 */
final class StoreDelay {
    private static final double BODY_MEDIAN_MILLIS = 26.6;
    private static final double BODY_SIGMA = 0.33;
    private static final double TAIL_SHARE = 0.015;
    private static final double TAIL_MEDIAN_MILLIS = 140;
    private static final double TAIL_SIGMA = 0.25;

    private final Random random;

    StoreDelay(long seed) {
        random = new Random(seed);
    }

    synchronized double nextMillis() {
        boolean tail = random.nextDouble() < TAIL_SHARE;
        double gaussian = random.nextGaussian();
        return tail
                ? TAIL_MEDIAN_MILLIS * Math.exp(TAIL_SIGMA * gaussian)
                : BODY_MEDIAN_MILLIS * Math.exp(BODY_SIGMA * gaussian);
    }
}
