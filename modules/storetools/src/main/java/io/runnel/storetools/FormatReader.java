package io.runnel.storetools;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Reads the parts that all formats are made of, see {@code docs/formats.md}; throws {@link DamagedException}. */
final class FormatReader {
    private final ByteBuffer in;

    FormatReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    FormatReader(byte[] bytes, int from, int until) {
        if (from < 0 || until < from || until > bytes.length) {
            throw new DamagedException("bytes " + from + " to " + until, bytes.length + " bytes");
        }
        this.in = ByteBuffer.wrap(bytes, from, until - from);
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static void requireCrc(int expected, byte[] bytes, int from, int length, String ofWhat) {
        int found = crc(bytes, from, length);
        if (found != expected) {
            throw new DamagedException(
                    "checksum " + HexFormat.of().toHexDigits(expected) + " of " + ofWhat,
                    HexFormat.of().toHexDigits(found));
        }
    }

    int position() {
        return in.position();
    }

    boolean hasMore() {
        return in.hasRemaining();
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
        throw new DamagedException("a number of 64 bits", "a longer one at byte " + position());
    }

    long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A small number that is not negative. */
    int natural() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new DamagedException(
                    "a number below 2^31", Long.toUnsignedString(value) + " before byte " + position());
        }
        return (int) value;
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

    void skip(int length) {
        require(length);
        in.position(in.position() + length);
    }

    String text() {
        return new String(raw(u16()), US_ASCII);
    }

    String utf8() {
        return new String(raw(i32()), UTF_8);
    }

    /** A number of things of at least so many bytes each that must still follow. */
    int count(int bytesEach) {
        int count = i32();
        if (count < 0 || count > in.remaining() / bytesEach) {
            throw new DamagedException("a count of what follows", Integer.toString(count));
        }
        return count;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new DamagedException("the end at byte " + position(), in.remaining() + " bytes more");
        }
    }

    private ByteBuffer require(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new DamagedException("more than " + in.limit() + " bytes", "the end");
        }
        return in;
    }
}
