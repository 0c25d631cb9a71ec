package io.runnel.loadtest;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Counts one direction, and its latencies. Many threads may add; one takes what has been added. */
final class Meter {
    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final LongAdder bytes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final Recorder recorder = new Recorder(1, LONGEST_MICROS, DIGITS);
    private final Histogram all = new Histogram(1, LONGEST_MICROS, DIGITS);
    private @Nullable Histogram recent;

    void add(int meteredBytes, long latencyMicros) {
        bytes.add(meteredBytes);
        records.increment();
        recorder.recordValue(Math.max(0, Math.min(LONGEST_MICROS, latencyMicros)));
    }

    /** The latencies since this was last asked for. */
    Quantiles takeRecent() {
        Histogram taken = recorder.getIntervalHistogram(recent);
        recent = taken; // used again by the recorder
        all.add(taken);
        return Quantiles.of(taken);
    }

    /** All latencies up to when the recent ones were last asked for. */
    Quantiles all() {
        return Quantiles.of(all);
    }

    Throughput throughput(double seconds) {
        return new Throughput(bytes.sum(), records.sum(), seconds);
    }
}
