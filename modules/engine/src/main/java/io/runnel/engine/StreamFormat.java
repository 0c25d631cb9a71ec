package io.runnel.engine;

import io.runnel.model.FencingToken;

/**
 * The bytes of {@link io.runnel.model.StreamEvent#state}, version 1: the version (1 byte), whether the stream is deleted
 * (1 byte, 0 or 1), the fencing token (length in 4 bytes, UTF-8), {@code writtenMillis} and {@code writtenSeqNum} (8 bytes
 * each), big endian. Of a stream that has been deleted nothing is left to say: no bytes, so that the log may forget it.
 */
final class StreamFormat {
    private static final int VERSION = 1;

    private static final byte[] NOTHING = {};

    private StreamFormat() {}

    static byte[] encode(StreamState state) {
        return state.equals(StreamState.DELETED) ? NOTHING : version1(state);
    }

    private static byte[] version1(StreamState state) {
        return Blob.encode(VERSION, out -> {
            out.writeBoolean(state.deleted());
            Blob.writeText(out, state.fencingToken().value());
            out.writeLong(state.writtenMillis());
            out.writeLong(state.writtenSeqNum());
        });
    }

    /** @throws java.io.UncheckedIOException if the bytes are damaged or of an unknown version */
    static StreamState decode(byte[] bytes) {
        if (bytes.length == 0) {
            return StreamState.DELETED;
        }
        return Blob.decode(
                VERSION,
                bytes,
                in -> new StreamState(
                        in.readBoolean(), new FencingToken(Blob.readText(in)), in.readLong(), in.readLong()));
    }
}
