package io.runnel.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is read, and when the read ends. Without {@code count}, {@code bytes}, {@code until} and {@code waitFor} a session follows
 * the stream for ever, and a single read returns what there is.
 *
 * @param start where it begins
 * @param clamp whether a start beyond the tail means the tail, rather than {@link RangeNotSatisfiableException}
 * @param count records at most, unsigned 64-bit; a single read gives 1000 at most; null for any number
 * @param bytes metered bytes at most, unsigned 64-bit; a single read gives 1 MiB at most; null for any number
 * @param until ends before the first record with this timestamp or a later one, unsigned 64-bit; null for never
 * @param waitFor how long to wait at the tail for further records, in whole seconds; of a single read at most 60 s; null for not, or
 *     in a session without bounds for ever
 * @param ignoreCommandRecords whether {@code fence} and {@code trim} records are left out
 */
public record ReadOptions(
        ReadStart start,
        boolean clamp,
        @Nullable Long count,
        @Nullable Long bytes,
        @Nullable Long until,
        @Nullable Duration waitFor,
        boolean ignoreCommandRecords) {
    /** From here on, without bounds. */
    public static ReadOptions from(ReadStart start) {
        return new ReadOptions(start, false, null, null, null, null, false);
    }

    /** @throws IllegalArgumentException if the wait is negative or more than 2^32-1 seconds */
    public ReadOptions {
        if (waitFor != null && (waitFor.isNegative() || waitFor.toSeconds() > 0xFFFF_FFFFL)) {
            throw new IllegalArgumentException("a wait is 0 to 2^32-1 seconds, got " + waitFor);
        }
    }

    /** The same, beginning there. */
    public ReadOptions withStart(ReadStart value) {
        return new ReadOptions(value, clamp, count, bytes, until, waitFor, ignoreCommandRecords);
    }

    /** The same, with a start beyond the tail taken for the tail or not. */
    public ReadOptions withClamp(boolean value) {
        return new ReadOptions(start, value, count, bytes, until, waitFor, ignoreCommandRecords);
    }

    /** The same with so many records at most. */
    public ReadOptions withCount(@Nullable Long value) {
        return new ReadOptions(start, clamp, value, bytes, until, waitFor, ignoreCommandRecords);
    }

    /** The same with so many records at most. */
    public ReadOptions withCount(long value) {
        return withCount(Long.valueOf(value));
    }

    /** The same with so many metered bytes at most. */
    public ReadOptions withBytes(@Nullable Long value) {
        return new ReadOptions(start, clamp, count, value, until, waitFor, ignoreCommandRecords);
    }

    /** The same with so many metered bytes at most. */
    public ReadOptions withBytes(long value) {
        return withBytes(Long.valueOf(value));
    }

    /** The same, ending before this timestamp. */
    public ReadOptions withUntil(@Nullable Long value) {
        return new ReadOptions(start, clamp, count, bytes, value, waitFor, ignoreCommandRecords);
    }

    /** The same, ending before this timestamp. */
    public ReadOptions withUntil(long value) {
        return withUntil(Long.valueOf(value));
    }

    /** The same with this wait; fractions of a second are rounded up. */
    public ReadOptions withWait(@Nullable Duration value) {
        return new ReadOptions(start, clamp, count, bytes, until, value, ignoreCommandRecords);
    }

    /** The same, with command records or without. */
    public ReadOptions withIgnoreCommandRecords(boolean value) {
        return new ReadOptions(start, clamp, count, bytes, until, waitFor, value);
    }

    @Nullable
    Long waitSeconds() {
        return waitFor == null ? null : waitFor.plusNanos(999_999_999).toSeconds();
    }
}
