package io.runnel.wire;

import io.runnel.model.ErrorCode;
import io.runnel.model.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes S2S frames out of a stream of chunks, wherever those are cut (contract 8.1). A frame that lies within one chunk
 * backed by an accessible array is handed out in place; any other is put together once. Not thread-safe.
 */
public final class FrameDecoder {
    private static final int LENGTH_BYTES = 3;
    private static final byte[] NOTHING = {};

    private ByteBuffer chunk = ByteBuffer.wrap(NOTHING);
    private int lengthBytes;
    private int length;
    private byte[] frame = NOTHING;
    private int received;

    /**
     * The message of one regular frame, decompressed.
     *
     * @param bytes may be shared with the chunk it came in: valid until the next call that feeds one
     */
    @SuppressWarnings("ArrayRecordComponent") // a view
    public record Message(byte[] bytes, int offset, int length) {}

    /** Offers the next chunk; the one before must have been used up, so that {@link #next} has returned null. */
    public void feed(ByteBuffer next) {
        chunk = next;
    }

    /**
     * The next message, or null if more bytes are needed.
     *
     * @throws BadRequestException {@code bad_frame}; nothing can be read after that
     */
    public @Nullable Message next() throws BadRequestException {
        if (!readLength()) {
            return null;
        }
        int whole = length;
        if (received == 0 && chunk.hasArray() && chunk.remaining() >= whole) {
            int at = chunk.arrayOffset() + chunk.position();
            chunk.position(chunk.position() + whole);
            lengthBytes = 0;
            return message(chunk.array(), at, whole);
        }
        if (!receive()) {
            return null;
        }
        byte[] bytes = frame;
        frame = NOTHING;
        received = 0;
        lengthBytes = 0;
        return message(bytes, 0, whole);
    }

    /** @throws BadRequestException if the stream ends inside a frame */
    public void end() throws BadRequestException {
        if (lengthBytes > 0 || chunk.hasRemaining()) {
            throw defect("the stream ends inside a frame");
        }
    }

    private boolean readLength() throws BadRequestException {
        if (lengthBytes == LENGTH_BYTES) {
            return true;
        }
        length = lengthBytes == 0 ? 0 : length;
        while (lengthBytes < LENGTH_BYTES) {
            if (!chunk.hasRemaining()) {
                return false;
            }
            length = (length << 8) | (chunk.get() & 0xFF);
            lengthBytes++;
        }
        if (length == 0 || length > Limits.MAX_FRAME_LENGTH) {
            throw defect("frame length must be 1 to " + Limits.MAX_FRAME_LENGTH + ", got " + length);
        }
        return true;
    }

    private boolean receive() {
        int moved = Math.min(length - received, chunk.remaining());
        if (frame.length < received + moved) {
            // Room for the whole frame, but never for much more than has come: a length alone must cost nothing.
            frame = Arrays.copyOf(frame, (int) Math.min(length, 4L * (received + moved)));
        }
        chunk.get(frame, received, moved);
        received += moved;
        return received == length;
    }

    private static Message message(byte[] bytes, int flagAt, int length) throws BadRequestException {
        int flag = bytes[flagAt];
        if ((flag & Frames.TERMINAL) != 0) {
            throw defect("a client must not send a terminal frame");
        }
        Compression compression = Compression.ofFrameBits(flag >> 5 & 3);
        if (compression == null) {
            throw defect("unknown compression 3");
        }
        if (compression == Compression.NONE) {
            return new Message(bytes, flagAt + 1, length - 1);
        }
        try {
            byte[] plain = compression.decompress(bytes, flagAt + 1, length - 1, Frames.MAX_MESSAGE_BYTES);
            return new Message(plain, 0, plain.length);
        } catch (Compression.CorruptException e) {
            throw defect("cannot decompress: " + e.getMessage());
        }
    }

    /** Any defect of framing, as it is answered. */
    public static BadRequestException defect(String message) {
        return new BadRequestException(ErrorCode.BAD_FRAME, "Failed to decode S2S frame: " + message);
    }
}
