package io.runnel.sdk;

/**
 * A place in a stream.
 *
 * @param seqNum unsigned 64-bit ({@link Long#toUnsignedString(long)}); as a tail, the number the next record will get
 * @param timestamp unsigned 64-bit, by convention milliseconds since the epoch; as a tail, that of the last record
 */
public record Position(long seqNum, long timestamp) {
    /** Sequence number and timestamp as the command line prints them: {@code 12 @ 1755768600000}. */
    @Override
    public String toString() {
        return Long.toUnsignedString(seqNum) + " @ " + Long.toUnsignedString(timestamp);
    }
}
