package io.runnel.model;

/** The few protobuf encodings that stored records are made of (contract 11). Callers make sure of the room. */
final class Protobuf {
    /** {@code ReadBatch.records}. */
    static final byte RECORD = 1 << 3 | 2;
    /** {@code SequencedRecord}: its fields. */
    static final byte SEQ_NUM = 1 << 3;

    static final byte TIMESTAMP = 2 << 3;
    static final byte HEADER = 3 << 3 | 2;
    static final byte BODY = 4 << 3 | 2;
    /** {@code Header}: its fields. */
    static final byte NAME = 1 << 3 | 2;

    static final byte VALUE = 2 << 3 | 2;

    private Protobuf() {}

    /** The number of bytes of an unsigned varint: 1 to 10. */
    static int varintSize(long value) {
        // (64 - leading zeros) significant bits in groups of 7, rounded up; zero takes one group.
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    static int putVarint(byte[] to, int at, long value) {
        while ((value & ~0x7FL) != 0) {
            to[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        to[at++] = (byte) value;
        return at;
    }

    /** The size of an implicit unsigned field with a one-byte tag: nothing for zero. */
    static int fieldSize(long value) {
        return value == 0 ? 0 : 1 + varintSize(value);
    }

    static int putField(byte[] to, int at, byte tag, long value) {
        if (value == 0) {
            return at;
        }
        to[at] = tag;
        return putVarint(to, at + 1, value);
    }
}
