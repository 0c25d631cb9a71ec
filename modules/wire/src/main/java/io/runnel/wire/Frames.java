package io.runnel.wire;

import io.runnel.model.Limits;
import io.runnel.model.StreamError;

/** Writes S2S frames (contract 8.1). */
public final class Frames {
    /** The longest message that fits a frame. */
    public static final int MAX_MESSAGE_BYTES = Limits.MAX_FRAME_LENGTH - 1;

    private Frames() {}

    /** What comes before an uncompressed message of this many bytes, up to {@link #MAX_MESSAGE_BYTES}. */
    public static byte[] head(int messageBytes) {
        return head(messageBytes, Compression.NONE);
    }

    /** What comes before a message of this many bytes, compressed already. */
    public static byte[] head(int messageBytes, Compression compression) {
        if (messageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a frame holds at most " + MAX_MESSAGE_BYTES + " bytes, got " + messageBytes);
        }
        byte[] head = new byte[4];
        putHead(head, messageBytes + 1, compression.frameBits() << 5);
        return head;
    }

    /** A whole regular frame, compressed if that is asked for and the message is long enough. */
    public static byte[] frame(byte[] message, Compression compression) {
        Compression used = message.length < Compression.THRESHOLD_BYTES ? Compression.NONE : compression;
        byte[] body = used.compress(message);
        byte[] frame = new byte[4 + body.length];
        putHead(frame, body.length + 1, used.frameBits() << 5);
        System.arraycopy(body, 0, frame, 4, body.length);
        return frame;
    }

    /** The last frame of a session that is cut off. */
    public static byte[] terminal(StreamError error) {
        byte[] body = ResponseJson.error(error);
        byte[] frame = new byte[6 + body.length];
        putHead(frame, body.length + 3, 0x80);
        frame[4] = (byte) (error.status() >>> 8);
        frame[5] = (byte) error.status();
        System.arraycopy(body, 0, frame, 6, body.length);
        return frame;
    }

    private static void putHead(byte[] frame, int length, int flag) {
        frame[0] = (byte) (length >>> 16);
        frame[1] = (byte) (length >>> 8);
        frame[2] = (byte) length;
        frame[3] = (byte) flag;
    }
}
