package io.runnel.loadtest;

import org.HdrHistogram.AbstractHistogram;

/**
 * How latencies are distributed, in microseconds.
 *
 * @param count of how many
 */
record Quantiles(long count, long min, long p50, long p90, long p99, long p999, long max) {
    static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0, 0, 0);

    static Quantiles of(AbstractHistogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return NONE;
        }
        return new Quantiles(
                histogram.getTotalCount(),
                histogram.getMinValue(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }
}
