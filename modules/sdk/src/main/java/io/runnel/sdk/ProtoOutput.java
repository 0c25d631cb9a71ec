package io.runnel.sdk;

/** Writes the protobuf encoding into an array that has been measured before (contract 11). All tags have one byte. */
final class ProtoOutput {
    private static final int BYTES = 2;

    private final byte[] to;
    private int at;

    ProtoOutput(byte[] to) {
        this.to = to;
    }

    static int varintBytes(long value) {
        int significant = 64 - Long.numberOfLeadingZeros(value | 1);
        return (significant + 6) / 7;
    }

    /** What a field of this many bytes takes, with its tag and length. */
    static int bytesField(int length) {
        return 1 + varintBytes(length) + length;
    }

    int at() {
        return at;
    }

    void number(int field, long value) {
        to[at++] = (byte) (field << 3);
        varint(value);
    }

    /** The tag and length of a field whose bytes follow. */
    void lengthOf(int field, int length) {
        to[at++] = (byte) (field << 3 | BYTES);
        varint(length);
    }

    void bytes(int field, byte[] value) {
        lengthOf(field, value.length);
        System.arraycopy(value, 0, to, at, value.length);
        at += value.length;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
    }
}
