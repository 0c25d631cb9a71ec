package io.runnel.wire;

import io.runnel.model.AppendAck;
import io.runnel.model.Limits;
import io.runnel.model.StreamError;

/** Writes S2S frames (contract 8.1). */
public final class Frames {
    /** What comes before a message: its length and the flags. */
    public static final int HEAD_BYTES = 4;
    /** The longest message that fits a frame. */
    public static final int MAX_MESSAGE_BYTES = Limits.MAX_FRAME_LENGTH - 1;
    /** The longest frame with an {@code AppendAck}. */
    public static final int MAX_ACK_BYTES = HEAD_BYTES + ProtoWriter.MAX_ACK_BYTES;

    /** Flag of a session's last frame if it is cut off. */
    static final int TERMINAL = 0x80;
    /** Flag that advises the client to go on by another connection (contract 15.19). */
    static final int RECONNECT = 0x10;

    private Frames() {}

    /**
     * What comes before an uncompressed message.
     *
     * @param messageBytes up to {@link #MAX_MESSAGE_BYTES}
     */
    public static byte[] head(int messageBytes, boolean reconnect) {
        if (messageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "a frame holds at most " + MAX_MESSAGE_BYTES + " bytes, got " + messageBytes);
        }
        byte[] head = new byte[HEAD_BYTES];
        putHead(head, 0, messageBytes + 1, reconnect ? RECONNECT : 0);
        return head;
    }

    /** A whole regular frame, compressed if that is asked for, the message long enough and the result not too long. */
    public static byte[] frame(byte[] message, Compression compression, boolean reconnect) {
        Compression used = message.length < Compression.THRESHOLD_BYTES ? Compression.NONE : compression;
        byte[] body = used.compress(message);
        if (body.length > MAX_MESSAGE_BYTES) {
            used = Compression.NONE;
            body = message;
        }
        byte[] frame = new byte[HEAD_BYTES + body.length];
        putHead(frame, 0, body.length + 1, (used.frameBits() << 5) | (reconnect ? RECONNECT : 0));
        System.arraycopy(body, 0, frame, HEAD_BYTES, body.length);
        return frame;
    }

    /**
     * Writes a whole frame with an acknowledgement; returns where it ends.
     *
     * @param to with room for {@link #MAX_ACK_BYTES}
     */
    public static int putAck(byte[] to, int at, AppendAck ack, boolean reconnect) {
        int end = ProtoWriter.appendAck(to, at + HEAD_BYTES, ack);
        putHead(to, at, end - at - HEAD_BYTES + 1, reconnect ? RECONNECT : 0);
        return end;
    }

    /** The last frame of a session that is cut off. */
    public static byte[] terminal(StreamError error) {
        byte[] body = ResponseJson.error(error);
        byte[] frame = new byte[HEAD_BYTES + 2 + body.length];
        putHead(frame, 0, body.length + 3, TERMINAL);
        frame[4] = (byte) (error.status() >>> 8);
        frame[5] = (byte) error.status();
        System.arraycopy(body, 0, frame, 6, body.length);
        return frame;
    }

    private static void putHead(byte[] frame, int at, int length, int flag) {
        frame[at] = (byte) (length >>> 16);
        frame[at + 1] = (byte) (length >>> 8);
        frame[at + 2] = (byte) length;
        frame[at + 3] = (byte) flag;
    }
}
