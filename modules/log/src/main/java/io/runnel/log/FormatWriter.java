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

    FormatWriter id(Id id) {
        return i64(id.high()).i64(id.low());
    }

    FormatWriter raw(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    /** Its length in two bytes, then ASCII. */
    FormatWriter text(String text) {
        return u16(text.length()).raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The CRC32C of everything so far. */
    FormatWriter checksum() {
        return i32(Crc.of(bytes, 0, size()));
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
