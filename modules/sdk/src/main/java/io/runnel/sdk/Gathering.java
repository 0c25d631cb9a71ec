package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Gathers the pieces of a frame of HTTP/2 as they arrive. Large ones stay where they are: to copy all of them into one buffer was a
 * fifth of what a read session cost. Small ones are copied, for each of them would keep alive a buffer that it does not fill.
 */
final class Gathering implements ByteToMessageDecoder.Cumulator {
    static final int COPIED_BYTES = 4096;

    @Override
    public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf gathered, ByteBuf piece) {
        ByteToMessageDecoder.Cumulator way = piece.readableBytes() < COPIED_BYTES
                ? ByteToMessageDecoder.MERGE_CUMULATOR
                : ByteToMessageDecoder.COMPOSITE_CUMULATOR;
        return way.cumulate(allocator, gathered, piece);
    }
}
