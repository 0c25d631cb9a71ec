package io.runnel.model;

/**
 * A batch with its place in the stream, in the form a reader is sent: the repeated field {@code records} of
 * {@code ReadBatch} (contract 11). Batches of one stream that follow each other may be joined by joining their bytes.
 *
 * @param firstSeqNum of its first record, unsigned
 * @param count of records, at least 1
 * @param firstTimestamp of its first record, unsigned
 * @param lastTimestamp of its last record, unsigned; not below {@code firstTimestamp}
 * @param meteredBytes of all its records (contract 6.1)
 * @param records the encoded records; owned by the batch, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for; the bytes are shared, not copied
public record StoredBatch(
        long firstSeqNum, int count, long firstTimestamp, long lastTimestamp, int meteredBytes, byte[] records) {

    /** One past the number of its last record. */
    public long nextSeqNum() {
        return firstSeqNum + count;
    }

    /** The tail of the stream right after this batch. */
    public Position end() {
        return new Position(nextSeqNum(), lastTimestamp);
    }

    /** All of it. */
    public RecordSlice slice() {
        return new RecordSlice(records, 0, records.length, firstSeqNum, count, lastTimestamp, meteredBytes);
    }
}
