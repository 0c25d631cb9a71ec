package io.runnel.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The algorithms for bodies (contract 1.7) and frames (contract 8.3). */
public enum Compression {
    NONE("identity", 0),
    ZSTD("zstd", 1),
    GZIP("gzip", 2);

    /** Below this a body or a frame is not worth compressing. */
    public static final int THRESHOLD_BYTES = 1024;

    private final String token;
    private final int frameBits;

    Compression(String token, int frameBits) {
        this.token = token;
        this.frameBits = frameBits;
    }

    /** The name in {@code content-encoding}. */
    public String token() {
        return token;
    }

    /** The two bits in the flag byte of a frame. */
    int frameBits() {
        return frameBits;
    }

    static @Nullable Compression ofFrameBits(int bits) {
        return switch (bits) {
            case 0 -> NONE;
            case 1 -> ZSTD;
            case 2 -> GZIP;
            default -> null;
        };
    }

    /** What could not be decompressed, and why. */
    public static final class CorruptException extends Exception {
        CorruptException(String message) {
            super(message, null, false, false);
        }
    }

    public byte[] compress(byte[] bytes) {
        return switch (this) {
            case NONE -> bytes;
            case ZSTD -> Zstandard.compress(bytes);
            case GZIP -> Gzip.compress(bytes);
        };
    }

    /**
     * Decompresses a whole body or frame; of several gzip members the first, of several zstd frames all.
     *
     * @param limit bytes that may come out at most
     * @throws CorruptException if the data is damaged or incomplete, or more than {@code limit} bytes come out
     */
    public byte[] decompress(byte[] bytes, int offset, int length, int limit) throws CorruptException {
        return switch (this) {
            case NONE -> {
                if (length > limit) {
                    throw new CorruptException("expands beyond " + limit + " bytes");
                }
                yield Arrays.copyOfRange(bytes, offset, offset + length);
            }
            case ZSTD -> Zstandard.decompress(bytes, offset, length, limit);
            case GZIP -> Gzip.decompress(bytes, offset, length, limit);
        };
    }
}
