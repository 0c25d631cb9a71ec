package io.runnel.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link FormatWriter} wrote; anything else is a {@link CorruptLogException} that names the object. */
final class FormatReader {
    private final ByteBuffer in;
    private final String object;
    private int version;

    FormatReader(byte[] bytes, String object) {
        this(bytes, 0, bytes.length, object);
    }

    FormatReader(byte[] bytes, int from, int until, String object) {
        this.in = ByteBuffer.wrap(bytes, from, until - from);
        this.object = object;
    }

    /** Reads the version of a format, of which all up to {@code newest} are known. */
    FormatReader version(int newest) {
        version = u8();
        if (version < 1 || version > newest) {
            throw new CorruptLogException(object + " has version " + version + " of its format, known is "
                    + (newest == 1 ? "1" : "1 to " + newest) + ": it was written by a newer Runnel");
        }
        return this;
    }

    /** What was read last. */
    int version() {
        return version;
    }

    int position() {
        return in.position();
    }

    int u8() {
        return require(1).get() & 0xFF;
    }

    int u16() {
        return require(2).getShort() & 0xFFFF;
    }

    int i32() {
        return require(4).getInt();
    }

    long i64() {
        return require(8).getLong();
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = require(1).get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("has a number of more than 64 bits");
    }

    long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that must not be negative. */
    int natural() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw corrupt("says " + Long.toUnsignedString(value) + " where only small numbers make sense");
        }
        return (int) value;
    }

    EntityKey key() {
        return new EntityKey(i64(), i64());
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    Id id() {
        return new Id(i64(), i64());
    }

    byte[] raw(int length) {
        require(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    String text() {
        return new String(raw(u16()), StandardCharsets.US_ASCII);
    }

    /** A number of things of at least so many bytes each that must still follow. */
    int count(int bytesEach) {
        int count = i32();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw corrupt("says that " + count + " things follow");
        }
        return count;
    }

    void end() {
        if (in.hasRemaining()) {
            throw corrupt("has " + in.remaining() + " bytes too many");
        }
    }

    CorruptLogException corrupt(String how) {
        return new CorruptLogException(object + " is damaged: it " + how);
    }

    private ByteBuffer require(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw corrupt("ends at byte " + in.limit() + ", in the middle of something");
        }
        return in;
    }
}
