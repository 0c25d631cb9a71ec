package io.runnel.verify;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An S2S frame (contract 8.1). */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record Frame(int flag, byte[] body) {
    static final int TERMINAL = 0x80;
    static final int ZSTD = 0x20;
    static final int GZIP = 0x40;
    static final int RECONNECT = 0x10;
    static final int MAX_LENGTH = 2_097_152;

    static Frame of(Input input) {
        return new Frame(0, input.toBytes());
    }

    static Frame gzip(byte[] message) {
        return new Frame(GZIP, Codings.gzip(message));
    }

    static Frame zstd(byte[] message) {
        return new Frame(ZSTD, Codings.zstd(message));
    }

    byte[] toBytes() {
        int length = body.length + 1;
        return ByteBuffer.allocate(3 + length)
                .put((byte) (length >> 16))
                .put((byte) (length >> 8))
                .put((byte) length)
                .put((byte) flag)
                .put(body)
                .array();
    }

    /** The next frame of the answer's body. */
    static Frame next(Answer answer) {
        byte[] head = answer.next(3);
        int length = ((head[0] & 0xff) << 16) | ((head[1] & 0xff) << 8) | (head[2] & 0xff);
        if (length < 1 || length > MAX_LENGTH) {
            throw new AssertionError("the server sent a frame of length " + length);
        }
        byte[] rest = answer.next(length);
        return new Frame(rest[0] & 0xff, Arrays.copyOfRange(rest, 1, length));
    }

    boolean isTerminal() {
        return (flag & TERMINAL) != 0;
    }

    int compression() {
        return flag & 0x60;
    }

    /** The protobuf inside. */
    byte[] message() {
        return switch (compression()) {
            case 0 -> body;
            case ZSTD -> Codings.unzstd(body);
            case GZIP -> Codings.gunzip(body);
            default -> throw new AssertionError("compression 11 is invalid");
        };
    }
}
