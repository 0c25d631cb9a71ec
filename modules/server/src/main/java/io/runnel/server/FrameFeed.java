package io.runnel.server;

import io.runnel.engine.AppendFeed;
import io.runnel.model.ErrorCode;
import io.runnel.wire.AppendProto;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.FrameDecoder;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** From the chunks of a request to what the session is fed. Not thread-safe. */
final class FrameFeed {
    private final FrameDecoder decoder = new FrameDecoder();
    private Iterator<ByteBuffer> buffers = Collections.emptyIterator();

    /** Offers the next chunk; {@link #next} must have returned null. */
    void feed(ByteString chunk) {
        buffers = chunk.getByteBuffers().iterator();
    }

    /** The next batch, or the defect behind which nothing can be read; null if more chunks are needed. */
    @Nullable
    AppendFeed next() {
        try {
            while (true) {
                FrameDecoder.Message message = decoder.next();
                if (message != null) {
                    return new AppendFeed.Batch(AppendProto.decode(
                            message.bytes(), message.offset(), message.length(), ErrorCode.BAD_FRAME));
                }
                if (!buffers.hasNext()) {
                    return null;
                }
                decoder.feed(buffers.next());
            }
        } catch (BadRequestException e) {
            return new AppendFeed.Defect(e.error());
        }
    }

    /** What is wrong with a request that ends here; null if nothing is. */
    AppendFeed.@Nullable Defect end() {
        try {
            decoder.end();
            return null;
        } catch (BadRequestException e) {
            return new AppendFeed.Defect(e.error());
        }
    }

    /** What is wrong with a request that breaks off, be it between two frames. */
    static AppendFeed.Defect brokenOff() {
        return new AppendFeed.Defect(
                FrameDecoder.defect("the request breaks off").error());
    }
}
