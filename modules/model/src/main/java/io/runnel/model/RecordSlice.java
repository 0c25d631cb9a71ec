package io.runnel.model;

/**
 * Consecutive records inside a stored batch, encoded as {@link StoredBatch#records}.
 *
 * @param array shared with others: read only
 * @param offset of the first byte of the first record's field
 * @param length in bytes
 * @param firstSeqNum of the first record
 * @param count of records, at least 1
 * @param lastTimestamp of the last record
 * @param meteredBytes of the records together
 */
@SuppressWarnings("ArrayRecordComponent") // a view: its identity is never asked for
public record RecordSlice(
        byte[] array, int offset, int length, long firstSeqNum, int count, long lastTimestamp, int meteredBytes) {
    public long nextSeqNum() {
        return firstSeqNum + count;
    }
}
