package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** What a blocking channel gives, read into one buffer outside the heap. */
final class SocketSpans implements SpanSource {
    private final ReadableByteChannel channel;
    private final ByteBuffer buffer;

    SocketSpans(ReadableByteChannel channel, int bytes) {
        this.channel = channel;
        this.buffer = ByteBuffer.allocateDirect(bytes);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            return null;
        }
        return buffer.flip();
    }
}
