package io.runnel.server;

import io.runnel.engine.AppendFeed;
import io.runnel.model.ErrorCode;
import io.runnel.wire.AppendProto;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.FrameDecoder;
import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** From the chunks of a request to what the session is fed. Not thread-safe. */
final class FrameFeed {
    private final FrameDecoder decoder = new FrameDecoder();

    /** Offers the next chunk; {@link #next} must have returned null. */
    void feed(ByteString chunk) {
        if (chunk.isCompact()) {
            decoder.feed(ByteBuffer.wrap(chunk.toArrayUnsafe())); // which is not copied
        } else {
            decoder.feed(chunk.getByteBuffers().iterator(), chunk.size());
        }
    }

    /** The next batch, or the defect behind which nothing can be read; null if more chunks are needed. */
    @Nullable
    AppendFeed next() {
        try {
            FrameDecoder.Message message = decoder.next();
            return message == null
                    ? null
                    : new AppendFeed.Batch(AppendProto.decode(
                            message.bytes(), message.offset(), message.length(), ErrorCode.BAD_FRAME));
        } catch (BadRequestException e) {
            return new AppendFeed.Defect(e.error());
        }
    }

    /** The length of the frame that has come in part; 0 if none has. */
    int expected() {
        return decoder.expected();
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
