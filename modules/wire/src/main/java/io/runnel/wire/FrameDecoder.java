package io.runnel.wire;

import io.runnel.model.AppendBatch;
import io.runnel.model.ErrorCode;
import io.runnel.model.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Takes S2S frames out of a stream of chunks, wherever those are cut (contract 8.1). Only a frame that lies in more than
 * one chunk is kept here until it is whole. Not thread-safe.
 */
public final class FrameDecoder {
    private static final int LENGTH_BYTES = 3;
    private static final byte[] NOTHING = {};
    private static final ByteBuffer USED_UP = ByteBuffer.wrap(NOTHING);

    /** Where small frames are put together: what is decoded at once need not have an array of its own. */
    private static final ThreadLocal<byte[]> SCRATCH =
            ThreadLocal.withInitial(() -> new byte[AppendBatch.LARGE_BODY_BYTES]);

    private ByteBuffer chunk = USED_UP;
    private Iterator<ByteBuffer> more = Collections.emptyIterator();
    private int available;

    private int lengthBytes;
    private int length;
    private byte[] frame = NOTHING;
    private int received;

    /**
     * The message of one regular frame, decompressed.
     *
     * @param bytes shared with other things: to be read at once, on the same thread, before any other frame; but if the message
     *     is long enough for a large body ({@link AppendBatch#LARGE_BODY_BYTES}), they will not change
     */
    @SuppressWarnings("ArrayRecordComponent") // a view
    public record Message(byte[] bytes, int offset, int length) {}

    /** A decoder that has not seen anything yet. */
    public FrameDecoder() {}

    /** Offers the next chunk; the one before must have been used up, so that {@link #next} has returned null. */
    public void feed(ByteBuffer next) {
        chunk = next;
        more = Collections.emptyIterator();
        available = next.remaining();
    }

    /** Offers the next chunk, which is in parts, with this many bytes together. */
    public void feed(Iterator<ByteBuffer> parts, int bytes) {
        chunk = USED_UP;
        more = parts;
        available = bytes;
    }

    /**
     * The next message, or null if more bytes are needed.
     *
     * @throws BadRequestException {@code bad_frame}; nothing can be read after that
     */
    public @Nullable Message next() throws BadRequestException {
        Message message = take();
        if (available == 0) {
            // It may be a large chunk, and the next one may be long in coming.
            chunk = USED_UP;
            more = Collections.emptyIterator();
        }
        return message;
    }

    private @Nullable Message take() throws BadRequestException {
        if (!readLength()) {
            return null;
        }
        int whole = length;
        if (received > 0 || available < whole) {
            if (!receive()) {
                return null;
            }
            byte[] bytes = frame;
            frame = NOTHING;
            received = 0;
            lengthBytes = 0;
            return message(bytes, 0, whole);
        }
        lengthBytes = 0;
        if (chunk.hasArray() && chunk.remaining() >= whole) {
            int at = chunk.arrayOffset() + chunk.position();
            chunk.position(chunk.position() + whole);
            available -= whole;
            return message(chunk.array(), at, whole);
        }
        byte[] bytes = whole < AppendBatch.LARGE_BODY_BYTES ? SCRATCH.get() : new byte[whole];
        take(bytes, 0, whole);
        return message(bytes, 0, whole);
    }

    /** The length of the frame that has come in part, after {@link #next} has returned null; 0 if none has. */
    public int expected() {
        return lengthBytes == LENGTH_BYTES ? length : 0;
    }

    /** @throws BadRequestException if the stream ends inside a frame */
    public void end() throws BadRequestException {
        if (lengthBytes > 0 || available > 0) {
            throw defect("the stream ends inside a frame");
        }
    }

    private boolean readLength() throws BadRequestException {
        if (lengthBytes == LENGTH_BYTES) {
            return true;
        }
        length = lengthBytes == 0 ? 0 : length;
        while (lengthBytes < LENGTH_BYTES) {
            if (available == 0) {
                return false;
            }
            length = (length << 8) | (current().get() & 0xFF);
            available--;
            lengthBytes++;
        }
        if (length == 0 || length > Limits.MAX_FRAME_LENGTH) {
            throw defect("frame length must be 1 to " + Limits.MAX_FRAME_LENGTH + ", got " + length);
        }
        return true;
    }

    private boolean receive() {
        int moved = Math.min(length - received, available);
        if (frame.length < received + moved) {
            // Room for the whole frame, but never for much more than has come: a length alone must cost nothing.
            frame = Arrays.copyOf(frame, (int) Math.min(length, 4L * (received + moved)));
        }
        take(frame, received, moved);
        received += moved;
        return received == length;
    }

    private void take(byte[] to, int at, int count) {
        available -= count;
        int end = at + count;
        while (at < end) {
            ByteBuffer part = current();
            int moved = Math.min(end - at, part.remaining());
            part.get(to, at, moved);
            at += moved;
        }
    }

    private ByteBuffer current() {
        while (!chunk.hasRemaining()) {
            chunk = more.next();
        }
        return chunk;
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
