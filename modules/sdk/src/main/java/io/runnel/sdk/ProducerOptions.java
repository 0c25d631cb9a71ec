package io.runnel.sdk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a producer makes batches of records. A batch is sent when the next record does not fit, or when its first record has
 * waited for so long.
 *
 * @param linger how long a record waits for others; zero for not at all
 * @param maxRecords of a batch, 1 to 1000
 * @param maxBytes metered bytes of a batch, 8 to 1 MiB; a larger record is a batch of its own
 * @param matchSeqNum the number that the first record is to get, unsigned 64-bit; those of later batches follow from it. Null for
 *     no condition
 * @param session for the session below; its bound of bytes is also that of records that are not acknowledged
 */
public record ProducerOptions(
        Duration linger,
        int maxRecords,
        int maxBytes,
        @Nullable Long matchSeqNum,
        AppendSessionOptions session) {
    /** 5 ms, 1000 records, 1 MiB. */
    public static final ProducerOptions DEFAULT = new ProducerOptions(
            Duration.ofMillis(5),
            AppendInput.MAX_RECORDS,
            AppendInput.MAX_METERED_BYTES,
            null,
            AppendSessionOptions.DEFAULT);

    /** @throws IllegalArgumentException if a value is out of its range, or two of them say which numbers are to be matched */
    public ProducerOptions {
        if (linger.isNegative()) {
            throw new IllegalArgumentException("a linger is 0 or more, got " + linger);
        }
        if (maxRecords < 1 || maxRecords > AppendInput.MAX_RECORDS) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + AppendInput.MAX_RECORDS + " records, got " + maxRecords);
        }
        if (maxBytes < 8 || maxBytes > AppendInput.MAX_METERED_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has 8 to " + AppendInput.MAX_METERED_BYTES + " bytes, got " + maxBytes);
        }
        if (matchSeqNum != null && session.exactlyOnce()) {
            throw new IllegalArgumentException("a session that appends exactly once is told the first number itself");
        }
    }

    /** The same with this linger. */
    public ProducerOptions withLinger(Duration value) {
        return new ProducerOptions(value, maxRecords, maxBytes, matchSeqNum, session);
    }

    /** The same with so many records in a batch. */
    public ProducerOptions withMaxRecords(int value) {
        return new ProducerOptions(linger, value, maxBytes, matchSeqNum, session);
    }

    /** The same with so many metered bytes in a batch. */
    public ProducerOptions withMaxBytes(int value) {
        return new ProducerOptions(linger, maxRecords, value, matchSeqNum, session);
    }

    /** The same, with this number for the first record. */
    public ProducerOptions withMatchSeqNum(@Nullable Long value) {
        return new ProducerOptions(linger, maxRecords, maxBytes, value, session);
    }

    /** The same over such a session. */
    public ProducerOptions withSession(AppendSessionOptions value) {
        return new ProducerOptions(linger, maxRecords, maxBytes, matchSeqNum, value);
    }
}
