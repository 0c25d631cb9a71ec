package io.runnel.wire;

import io.runnel.model.ErrorCode;
import io.runnel.model.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes S2S frames out of a stream of chunks, wherever those are cut (contract 8.1). A frame that lies within one chunk
 * backed by an array is handed out in place; any other is put together once. Not thread-safe.
 */
public final class FrameDecoder {
    private static final int HEAD = 4;

    private byte[] pending = new byte[1024];
    private int pendingLength;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

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
        if (pendingLength == 0 && chunk.hasArray() && chunk.remaining() >= HEAD) {
            byte[] array = chunk.array();
            int at = chunk.arrayOffset() + chunk.position();
            int length = checkedLength(array, at);
            if (chunk.remaining() >= length + 3) {
                chunk.position(chunk.position() + length + 3);
                return message(array, at + 3, length);
            }
        }
        if (!fill(3)) {
            return null;
        }
        int length = checkedLength(pending, 0);
        if (!fill(length + 3)) {
            return null;
        }
        byte[] whole = pending;
        // The message may be kept for longer than the next frame takes to arrive.
        pending = new byte[1024];
        pendingLength = 0;
        return message(whole, 3, length);
    }

    /** @throws BadRequestException if the stream ends inside a frame */
    public void end() throws BadRequestException {
        if (pendingLength > 0 || chunk.hasRemaining()) {
            throw defect("the stream ends inside a frame");
        }
    }

    /** Moves bytes until {@code wanted} are pending; false if the chunk does not have that many. */
    private boolean fill(int wanted) {
        int missing = wanted - pendingLength;
        if (missing > 0) {
            int moved = Math.min(missing, chunk.remaining());
            if (pending.length < pendingLength + moved) {
                // The length is known by now: make room for the whole frame, but not before some of it is there.
                int room = Math.max(pendingLength + moved, Math.min(wanted, 4 * (pendingLength + moved)));
                pending = Arrays.copyOf(pending, room);
            }
            chunk.get(pending, pendingLength, moved);
            pendingLength += moved;
        }
        return pendingLength >= wanted;
    }

    private static int checkedLength(byte[] bytes, int at) throws BadRequestException {
        int length = (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF);
        if (length == 0 || length > Limits.MAX_FRAME_LENGTH) {
            throw defect("frame length must be 1 to " + Limits.MAX_FRAME_LENGTH + ", got " + length);
        }
        return length;
    }

    private static Message message(byte[] bytes, int flagAt, int length) throws BadRequestException {
        int flag = bytes[flagAt];
        if ((flag & 0x80) != 0) {
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
            byte[] plain = compression.decompress(bytes, flagAt + 1, length - 1, Limits.MAX_FRAME_LENGTH - 1);
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
