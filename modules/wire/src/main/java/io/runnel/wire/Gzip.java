package io.runnel.wire;

import io.runnel.wire.Compression.CorruptException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/**
 * Whole gzip members in memory (RFC 1952). {@link java.util.zip.GZIPInputStream} would go on to a second member, or not,
 * depending on how many bytes follow the first; contract 1.7 stops after the first, whatever follows.
 */
final class Gzip {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int TRAILER_BYTES = 8;

    private Gzip() {}

    static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can fail in memory", e);
        }
        return out.toByteArray();
    }

    static byte[] decompress(byte[] bytes, int offset, int length, int limit) throws CorruptException {
        int end = offset + length;
        int data = headerEnd(bytes, offset, end);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, data, end - data);
            byte[] plain = inflate(inflater, (int) Math.min(limit, 4L * length + 64), limit);
            checkTrailer(bytes, end - inflater.getRemaining(), end, plain);
            return plain;
        } catch (DataFormatException e) {
            throw new CorruptException("damaged gzip data: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflate(Inflater inflater, int sizeHint, int limit)
            throws DataFormatException, CorruptException {
        byte[] plain = new byte[sizeHint];
        int size = 0;
        while (!inflater.finished()) {
            if (size == plain.length) {
                if (size > limit) {
                    throw new CorruptException("expands beyond " + limit + " bytes");
                }
                // One byte past the limit tells a body that reaches it from one that exceeds it.
                plain = Arrays.copyOf(plain, (int) Math.min(limit + 1L, 2L * size + 1));
            }
            int more = inflater.inflate(plain, size, plain.length - size);
            if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                throw new CorruptException("the gzip data is incomplete");
            }
            size += more;
        }
        if (size > limit) {
            throw new CorruptException("expands beyond " + limit + " bytes");
        }
        return size == plain.length ? plain : Arrays.copyOf(plain, size);
    }

    /** Where the compressed data begins. */
    private static int headerEnd(byte[] bytes, int offset, int end) throws CorruptException {
        if (end - offset < 10 || u16(bytes, offset) != 0x8B1F || bytes[offset + 2] != 8) {
            throw new CorruptException("not gzip data");
        }
        int flags = bytes[offset + 3];
        int at = offset + 10;
        if ((flags & EXTRA) != 0) {
            at += at + 2 <= end ? 2 + u16(bytes, at) : 2;
        }
        if ((flags & NAME) != 0) {
            at = afterZero(bytes, at, end);
        }
        if ((flags & COMMENT) != 0) {
            at = afterZero(bytes, at, end);
        }
        if ((flags & HEADER_CRC) != 0) {
            at += 2;
        }
        if (at > end) {
            throw new CorruptException("the gzip data is incomplete");
        }
        return at;
    }

    private static int afterZero(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static void checkTrailer(byte[] bytes, int at, int end, byte[] plain) throws CorruptException {
        if (end - at < TRAILER_BYTES) {
            throw new CorruptException("the gzip data is incomplete");
        }
        CRC32 crc = new CRC32();
        crc.update(plain);
        if (u32(bytes, at) != (int) crc.getValue() || u32(bytes, at + 4) != plain.length) {
            throw new CorruptException("the checksum of the gzip data does not match");
        }
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }

    private static int u32(byte[] bytes, int at) {
        return u16(bytes, at) | (u16(bytes, at + 2) << 16);
    }
}
