package io.runnel.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the parts that the log's formats are made of, see {@code docs/formats.md}. Numbers are big-endian. */
final class FormatWriter {
    private byte[] bytes;
    private ByteBuffer out;

    FormatWriter(int expectedSize) {
        bytes = new byte[expectedSize];
        out = ByteBuffer.wrap(bytes);
    }

    int size() {
        return out.position();
    }

    FormatWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    FormatWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    FormatWriter i32(int value) {
        room(4).putInt(value);
        return this;
    }

    FormatWriter i64(long value) {
        room(8).putLong(value);
        return this;
    }

    /** An unsigned number, seven bits a byte, the lowest first; all but the last byte have the highest bit set. */
    FormatWriter varint(long value) {
        ByteBuffer bytes = room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return this;
    }

    /** A number that is small, whether positive or negative. */
    FormatWriter zigzag(long value) {
        return varint(value << 1 ^ value >> 63);
    }

    FormatWriter key(EntityKey key) {
        return i64(key.high()).i64(key.low());
    }

    FormatWriter id(Id id) {
        return i64(id.high()).i64(id.low());
    }

    FormatWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    FormatWriter raw(byte[] value, int from, int length) {
        room(length).put(value, from, length);
        return this;
    }

    /** Its length in two bytes, then ASCII. */
    FormatWriter text(String text) {
        return u16(text.length()).raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The CRC32C of everything so far. */
    FormatWriter checksum() {
        return i32(checksum(0));
    }

    /** The CRC32C of everything from {@code from} on. */
    int checksum(int from) {
        return Crc.of(bytes, from, size() - from);
    }

    byte[] bytes() {
        return size() == bytes.length ? bytes : Arrays.copyOf(bytes, size());
    }

    private ByteBuffer room(int more) {
        if (out.remaining() < more) {
            int used = out.position();
            bytes = Arrays.copyOf(bytes, Math.max(used + more, 2 * used));
            out = ByteBuffer.wrap(bytes).position(used);
        }
        return out;
    }
}
