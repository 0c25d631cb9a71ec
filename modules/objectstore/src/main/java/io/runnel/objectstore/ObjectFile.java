package io.runnel.objectstore;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How an object lies in a file: its bytes as they are, then a trailer of 24 bytes: its version (16 bytes, unlike that of
 * any other write to this directory), and {@code RNLOBJ\0} with the format's number, 1. The ETag is the version in hex.
 */
final class ObjectFile {
    static final int TRAILER = 24;
    private static final long MAGIC = 0x52_4E_4C_4F_42_4A_00_01L;

    private ObjectFile() {}

    static ByteBuffer trailer(long versionHigh, long versionLow) {
        return ByteBuffer.allocate(TRAILER)
                .putLong(versionHigh)
                .putLong(versionLow)
                .putLong(MAGIC)
                .flip();
    }

    static String etag(long versionHigh, long versionLow) {
        return HexFormat.of().toHexDigits(versionHigh) + HexFormat.of().toHexDigits(versionLow);
    }

    /** The object's ETag, or empty if there is no such object. */
    static Optional<String> readEtag(Path file) throws IOException {
        return read(file, 0, 0).map(StoredObject::etag);
    }

    static Optional<StoredObject> read(Path file, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size() - TRAILER;
            String etag = checkTrailer(file, channel, size);
            ByteSpan span = ByteSpan.of(offset, length, size);
            byte[] bytes = new byte[span.length()];
            readFully(channel, bytes, span.from());
            return Optional.of(new StoredObject(bytes, etag, size));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String checkTrailer(Path file, FileChannel channel, long size) throws IOException {
        byte[] bytes = new byte[TRAILER];
        if (size >= 0) {
            readFully(channel, bytes, size);
        }
        ByteBuffer trailer = ByteBuffer.wrap(bytes);
        String etag = etag(trailer.getLong(), trailer.getLong());
        if (trailer.getLong() != MAGIC) {
            throw new DamagedObjectException(
                    file + " is not an object of this store: its trailer is missing or damaged");
        }
        return etag;
    }

    private static void readFully(FileChannel channel, byte[] bytes, long from) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer slice = ByteBuffer.wrap(bytes, at, Math.min(RealDisk.SLICE, bytes.length - at));
            int read = channel.read(slice, from + at);
            if (read < 0) {
                throw new EOFException("the file was cut short at " + (from + at));
            }
            at += read;
        }
    }
}
