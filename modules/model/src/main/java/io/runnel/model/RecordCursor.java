package io.runnel.model;

/**
 * Walks over encoded records ({@link StoredBatch#records}) without creating an object per record. After
 * {@link #next} has returned true the accessors speak of the current record; headers are visited one by one by
 * {@link #nextHeader}. The bytes come from our own encoder and are trusted.
 */
public final class RecordCursor {
    private final byte[] array;
    private final int limit;
    private int next;

    private int recordStart;
    private int recordEnd;
    private long seqNum;
    private long timestamp;
    private int meteredBytes;
    private int bodyOffset;
    private int bodyLength;
    private int headerCount;
    private int headersFrom;
    private int headerNext;

    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    private int at; // where the last varint ended

    public RecordCursor(RecordSlice slice) {
        this(slice.array(), slice.offset(), slice.length());
    }

    public RecordCursor(byte[] array, int offset, int length) {
        this.array = array;
        this.next = offset;
        this.limit = offset + length;
    }

    /** Moves to the next record; false at the end. */
    public boolean next() {
        if (next >= limit) {
            return false;
        }
        recordStart = next;
        at = next + 1;
        int length = (int) varint();
        recordEnd = at + length;
        next = recordEnd;
        seqNum = 0;
        timestamp = 0;
        bodyLength = 0;
        bodyOffset = recordEnd;
        headerCount = 0;
        headersFrom = -1;
        int metered = 8;
        while (at < recordEnd) {
            int fieldAt = at;
            byte tag = array[at++];
            switch (tag) {
                case Protobuf.SEQ_NUM -> seqNum = varint();
                case Protobuf.TIMESTAMP -> timestamp = varint();
                case Protobuf.HEADER -> {
                    if (headersFrom < 0) {
                        headersFrom = fieldAt;
                    }
                    headerCount++;
                    int headerLength = (int) varint();
                    int headerEnd = at + headerLength;
                    metered += 2;
                    while (at < headerEnd) {
                        at++;
                        int bytes = (int) varint();
                        metered += bytes;
                        at += bytes;
                    }
                }
                case Protobuf.BODY -> {
                    bodyLength = (int) varint();
                    bodyOffset = at;
                    at += bodyLength;
                }
                default ->
                    throw new IllegalStateException(
                            "stored records hold an unknown field: tag " + tag + " at " + fieldAt);
            }
        }
        meteredBytes = metered + bodyLength;
        headerNext = headersFrom;
        return true;
    }

    /** Moves to the next header of the current record; false after the last. */
    public boolean nextHeader() {
        if (headerNext < 0 || headerNext >= recordEnd || array[headerNext] != Protobuf.HEADER) {
            return false;
        }
        at = headerNext + 1;
        int length = (int) varint();
        int end = at + length;
        nameOffset = at;
        nameLength = 0;
        valueOffset = at;
        valueLength = 0;
        while (at < end) {
            byte tag = array[at++];
            int bytes = (int) varint();
            if (tag == Protobuf.NAME) {
                nameOffset = at;
                nameLength = bytes;
            } else {
                valueOffset = at;
                valueLength = bytes;
            }
            at += bytes;
        }
        headerNext = end;
        return true;
    }

    public byte[] array() {
        return array;
    }

    /** Where the field of the current record begins. */
    public int recordStart() {
        return recordStart;
    }

    /** Where the field of the current record ends, exclusive. */
    public int recordEnd() {
        return recordEnd;
    }

    public long seqNum() {
        return seqNum;
    }

    public long timestamp() {
        return timestamp;
    }

    /** The metered size of the current record (contract 6.1). */
    public int meteredBytes() {
        return meteredBytes;
    }

    public int headerCount() {
        return headerCount;
    }

    public int bodyOffset() {
        return bodyOffset;
    }

    public int bodyLength() {
        return bodyLength;
    }

    public int nameOffset() {
        return nameOffset;
    }

    public int nameLength() {
        return nameLength;
    }

    public int valueOffset() {
        return valueOffset;
    }

    public int valueLength() {
        return valueLength;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = array[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
