package io.runnel.model;

/**
 * A place in a stream (contract 0.3).
 *
 * @param seqNum unsigned 64-bit; as a tail, the number the next record will get
 * @param timestamp unsigned 64-bit, by convention milliseconds since the epoch; as a tail, that of the last record
 */
public record Position(long seqNum, long timestamp) {
    /** The tail of a fresh stream. */
    public static final Position ZERO = new Position(0, 0);
}
