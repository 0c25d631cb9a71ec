package io.runnel.sdk;

import org.jspecify.annotations.Nullable;

/**
 * How an append session works.
 *
 * @param maxInFlightBytes metered bytes of batches that are handed over and not acknowledged; at least 1 MiB
 * @param maxInFlightBatches how many such batches; 1 or more
 * @param exactlyOnce whether every batch is appended exactly once, whatever fails; see {@link #exactlyOnceFromTail}
 * @param firstSeqNum unsigned 64-bit; with {@code exactlyOnce} the number of the first record; null for whatever the tail is when
 *     the session first connects
 * @param fencingToken for every batch that brings none; null for none
 */
public record AppendSessionOptions(
        int maxInFlightBytes,
        int maxInFlightBatches,
        boolean exactlyOnce,
        @Nullable Long firstSeqNum,
        @Nullable FencingToken fencingToken) {
    /** 5 MiB, any number of batches; not exactly once. */
    public static final AppendSessionOptions DEFAULT =
            new AppendSessionOptions(5 << 20, Integer.MAX_VALUE, false, null, null);

    /** @throws IllegalArgumentException if a bound is too small, or a first number comes without {@code exactlyOnce} */
    public AppendSessionOptions {
        if (maxInFlightBytes < AppendInput.MAX_METERED_BYTES) {
            throw new IllegalArgumentException(
                    "at least " + AppendInput.MAX_METERED_BYTES + " bytes in flight, got " + maxInFlightBytes);
        }
        if (maxInFlightBatches < 1) {
            throw new IllegalArgumentException("at least 1 batch in flight, got " + maxInFlightBatches);
        }
        if (firstSeqNum != null && !exactlyOnce) {
            throw new IllegalArgumentException("a first sequence number is for sessions that append exactly once");
        }
    }

    /** The same with so many metered bytes in flight. */
    public AppendSessionOptions withMaxInFlightBytes(int value) {
        return new AppendSessionOptions(value, maxInFlightBatches, exactlyOnce, firstSeqNum, fencingToken);
    }

    /** The same with so many batches in flight. */
    public AppendSessionOptions withMaxInFlightBatches(int value) {
        return new AppendSessionOptions(maxInFlightBytes, value, exactlyOnce, firstSeqNum, fencingToken);
    }

    /**
     * The same, appending every batch exactly once: each is sent on condition that it gets the number it is to have, and after a
     * failure that leaves its fate open the session looks at what the stream holds at that number before it sends it again, or
     * acknowledges it. Nothing is ever there twice, and nothing is lost without being reported.
     *
     * <p>The session must be the only writer of the stream: another one's batch makes it fail with {@link
     * SeqNumMismatchException}. What lies at a batch's place counts as that batch if its headers and bodies are the same; two
     * sessions that write the same at the same place at the same time cannot be told apart, unless a {@link FencingToken} or a
     * header does it.
     */
    public AppendSessionOptions exactlyOnceFromTail() {
        return new AppendSessionOptions(maxInFlightBytes, maxInFlightBatches, true, null, fencingToken);
    }

    /** As {@link #exactlyOnceFromTail}, with this number for the first record. */
    public AppendSessionOptions exactlyOnceFrom(long seqNum) {
        return new AppendSessionOptions(maxInFlightBytes, maxInFlightBatches, true, seqNum, fencingToken);
    }

    /** The same with this fencing token for every batch that brings none. */
    public AppendSessionOptions withFencingToken(@Nullable FencingToken value) {
        return new AppendSessionOptions(maxInFlightBytes, maxInFlightBatches, exactlyOnce, firstSeqNum, value);
    }
}
