package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.runnel.wire.Compression;
import io.runnel.wire.Frames;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes a server's S2S frames out of what arrives, wherever that is cut (contract 8.1). Each message gets an array of its own. */
final class FrameReader {
    private static final int MAX_LENGTH = 2 << 20;
    private static final int TERMINAL = 0x80;
    private static final int ADVICE = 0x10;

    /** Who is told of frames. */
    interface Sink {
        /** @param message belongs to the sink from now on */
        void message(byte[] message, boolean advice);

        /** The session ends with this. */
        void terminal(RunnelException failure);
    }

    private final Sink sink;
    private final byte[] head = new byte[4];
    private int headBytes;
    private byte @Nullable [] body;
    private int bodyBytes;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Whether a frame has begun and not ended. */
    boolean isInsideFrame() {
        return headBytes > 0;
    }

    /**
     * Takes what there is; nothing may be offered after a terminal frame.
     *
     * @throws ProtocolException if it is no frame
     */
    void read(ByteBuf data) {
        while (data.isReadable()) {
            if (headBytes < head.length) {
                int moved = Math.min(head.length - headBytes, data.readableBytes());
                data.readBytes(head, headBytes, moved);
                headBytes += moved;
                if (headBytes < head.length) {
                    return;
                }
                body = new byte[bodyLength()];
                bodyBytes = 0;
            }
            byte[] into = body;
            if (into == null) {
                throw new IllegalStateException("a head without a body");
            }
            int moved = Math.min(into.length - bodyBytes, data.readableBytes());
            data.readBytes(into, bodyBytes, moved);
            bodyBytes += moved;
            if (bodyBytes == into.length) {
                body = null;
                headBytes = 0;
                if (!deliver(into)) {
                    return;
                }
            }
        }
    }

    private int bodyLength() {
        int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | (head[2] & 0xFF);
        if (length < 1 || length > MAX_LENGTH) {
            throw new ProtocolException("the server sent a frame of length " + length);
        }
        return length - 1;
    }

    private boolean deliver(byte[] bytes) {
        int flag = head[3];
        if ((flag & TERMINAL) != 0) {
            if (bytes.length < 2) {
                throw new ProtocolException("the server sent a last frame without a status");
            }
            int status = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
            sink.terminal(Answer.failure(status, Arrays.copyOfRange(bytes, 2, bytes.length), null));
            return false;
        }
        sink.message(plain(flag >> 5 & 3, bytes), (flag & ADVICE) != 0);
        return true;
    }

    private static byte[] plain(int coding, byte[] bytes) {
        Compression compression = switch (coding) {
            case 0 -> Compression.NONE;
            case 1 -> Compression.ZSTD;
            case 2 -> Compression.GZIP;
            default -> throw new ProtocolException("the server sent a frame of unknown compression");
        };
        if (compression == Compression.NONE) {
            return bytes;
        }
        try {
            return compression.decompress(bytes, 0, bytes.length, Frames.MAX_MESSAGE_BYTES);
        } catch (Compression.CorruptException e) {
            throw new ProtocolException("the server sent a frame that cannot be decompressed: " + e.getMessage());
        }
    }
}
