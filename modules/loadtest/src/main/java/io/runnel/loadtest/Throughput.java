package io.runnel.loadtest;

import java.util.Locale;

/**
 * So much in such a time.
 *
 * @param bytes metered
 */
record Throughput(long bytes, long records, double seconds) {
    static final Throughput NONE = new Throughput(0, 0, 0);

    double mibPerSecond() {
        return seconds > 0 ? bytes / seconds / (1 << 20) : 0;
    }

    double recordsPerSecond() {
        return seconds > 0 ? records / seconds : 0;
    }

    Throughput minus(Throughput earlier) {
        return new Throughput(bytes - earlier.bytes, records - earlier.records, seconds - earlier.seconds);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f MiB/s, %.0f records/s (%d bytes, %d records in %.1fs)",
                mibPerSecond(),
                recordsPerSecond(),
                bytes,
                records,
                seconds);
    }
}
