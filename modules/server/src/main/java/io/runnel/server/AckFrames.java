package io.runnel.server;

import io.runnel.model.AppendAck;
import io.runnel.wire.Frames;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/** Gathers the frames of acknowledgements that are ready together, so that they travel together. Not thread-safe. */
final class AckFrames {
    /** Beyond this the client does not read, and gets no more until it does. */
    private static final int FULL_BYTES = 64 << 10;

    private static final int INITIAL_BYTES = 4 * Frames.MAX_ACK_BYTES;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    void add(AppendAck ack, boolean reconnect) {
        if (bytes.length - size < Frames.MAX_ACK_BYTES) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        size = Frames.putAck(bytes, size, ack, reconnect);
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isFull() {
        return size >= FULL_BYTES;
    }

    /** Everything gathered, which is forgotten here. */
    ByteString take() {
        if (size == 0) {
            return ByteString.emptyByteString();
        }
        ByteString taken = ByteString.fromArrayUnsafe(bytes, 0, size);
        bytes = new byte[INITIAL_BYTES];
        size = 0;
        return taken;
    }
}
