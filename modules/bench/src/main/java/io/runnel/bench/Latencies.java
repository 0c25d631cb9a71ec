package io.runnel.bench;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Latencies from several threads, in microseconds with three digits. Counts nothing until it is switched on. */
final class Latencies {
    private final Recorder recorder = new Recorder(3);
    private volatile boolean counting;

    /** Forgets what was counted and goes on. */
    void start() {
        recorder.reset();
        counting = true;
    }

    /** What was counted since the start; stops counting. */
    Percentiles stop() {
        counting = false;
        Histogram histogram = recorder.getIntervalHistogram();
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / 1000.0,
                histogram.getValueAtPercentile(99) / 1000.0,
                histogram.getMaxValue() / 1000.0);
    }

    void record(long nanos) {
        record(nanos, 1);
    }

    void record(long nanos, long count) {
        if (counting) {
            recorder.recordValueWithCount(Math.max(nanos / 1000, 0), count);
        }
    }

    /** In milliseconds. */
    record Percentiles(long count, double p50, double p99, double max) {
        static final Percentiles NONE = new Percentiles(0, 0, 0, 0);

        @Override
        public String toString() {
            return count == 0 ? "-" : Figures.number(p50) + " / " + Figures.number(p99);
        }
    }
}
