package io.runnel.sdk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which figures about use are asked for.
 *
 * @param set of an account {@code active-basins}, {@code account-ops}, {@code estimated-billable-usage}; of a basin {@code
 *     storage}, {@code append-ops}, {@code read-ops}, {@code append-throughput}, {@code read-throughput}, {@code basin-ops}; of a
 *     stream {@code storage}
 * @param start in whole seconds; null to leave it out
 * @param end in whole seconds; null to leave it out
 * @param interval {@code minute}, {@code hour}, {@code day}; null for the default of the set
 */
public record UsageQuery(
        String set,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable String interval) {
    /** A set between two times. */
    public static UsageQuery of(String set, Instant start, Instant end) {
        return new UsageQuery(set, start, end, null);
    }

    /** The same by this interval. */
    public UsageQuery withInterval(@Nullable String value) {
        return new UsageQuery(set, start, end, value);
    }
}
