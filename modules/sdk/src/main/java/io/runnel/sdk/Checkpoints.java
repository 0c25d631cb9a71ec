package io.runnel.sdk;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * Where a consumer keeps how far it has come: the sequence number of the first record that it has not handled, unsigned 64-bit.
 * Implement it to keep that beside what the records have changed, in the same transaction perhaps; {@link #in} keeps it in a
 * stream. Called by one consumer, one call at a time.
 */
public interface Checkpoints {
    /** What was saved last; empty if nothing ever was. */
    CompletableFuture<OptionalLong> load();

    /** Completes when this is what {@link #load} gives, from now on. */
    CompletableFuture<Void> save(long nextSeqNum);

    /**
     * Checkpoints in a stream of their own, which nothing else is appended to; what is out of date is trimmed now and then. A record
     * for each, whose body is the number in decimal.
     *
     * @param stream must exist, or come into being when it is appended to and read
     */
    static Checkpoints in(StreamClient stream) {
        return new StreamCheckpoints(stream, null);
    }

    /**
     * As {@link #in(StreamClient)}, for one consumer only: loading fences the stream with this token, so that whoever had it before
     * cannot save any more, and fails with {@link FencingTokenMismatchException}.
     *
     * @param token not the empty one; another one for each consumer, {@link FencingToken#random} say
     */
    static Checkpoints in(StreamClient stream, FencingToken token) {
        return new StreamCheckpoints(stream, token);
    }
}
