package io.runnel.loadtest;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run does.
 *
 * @param storageClass of the streams; null for the basin's
 * @param recordSize metered bytes of each record
 * @param targetMibps of all streams together
 * @param duration how long is written
 * @param catchupDelay between the end of the writes and the second read
 */
record BenchSettings(
        String basin,
        @Nullable String storageClass,
        int recordSize,
        double targetMibps,
        Duration duration,
        Duration catchupDelay,
        int streams) {
    /** Bytes a second of each stream. */
    double bytesPerSecond() {
        return targetMibps * (1 << 20) / streams;
    }
}
