package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final int LARGE = Gathering.COPIED_BYTES;

    private final Gathering gathering = new Gathering();
    private final List<ByteBuf> pieces = new ArrayList<>();
    private int arrived;

    @Property(tries = 100)
    void bytesComeOutAsTheyCameIn(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(min = 1, max = 3 * LARGE) Integer> sizes,
            @ForAll @IntRange(min = 100, max = 5 * LARGE) int frame,
            @ForAll boolean handedOn) {
        pieces.clear(); // tries share an object
        arrived = 0;
        List<ByteBuf> frames = new ArrayList<>();
        ByteBuf gathered = ALLOCATOR.buffer(0);
        for (int size : sizes) {
            gathered = gathering.cumulate(ALLOCATOR, gathered, piece(size));
            while (gathered.readableBytes() >= frame) {
                ByteBuf taken = gathered.readSlice(frame);
                frames.add(handedOn ? taken.retain() : taken.copy());
            }
            if (gathered.refCnt() == 1) {
                gathered.discardSomeReadBytes();
            }
        }
        int at = 0;
        for (ByteBuf each : frames) {
            at = assertNext(each, at);
        }
        assertThat(assertNext(gathered, at)).isEqualTo(arrived);
        frames.forEach(ByteBuf::release);
        gathered.release();
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }

    @Test
    void whatIsLargeIsNotCopied() {
        ByteBuf gathered = gathering.cumulate(ALLOCATOR, piece(10), piece(LARGE));

        assertThat(gathered).isInstanceOf(CompositeByteBuf.class);
        assertThat(pieces.get(1).refCnt()).isEqualTo(1);
        gathered.release();
    }

    @Test
    void whatIsSmallKeepsNoBufferAlive() {
        ByteBuf gathered = piece(10);
        for (int i = 0; i < 100; i++) {
            gathered = gathering.cumulate(ALLOCATOR, gathered, piece(1));
        }

        assertThat(pieces.subList(1, 101)).allMatch(piece -> piece.refCnt() == 0);
        gathered.release();
    }

    private ByteBuf piece(int size) {
        ByteBuf piece = ALLOCATOR.directBuffer(size).writeBytes(bytes(arrived, size));
        arrived += size;
        pieces.add(piece);
        return piece;
    }

    private static int assertNext(ByteBuf bytes, int at) {
        byte[] next = new byte[bytes.readableBytes()];
        bytes.readBytes(next);
        assertThat(next).isEqualTo(bytes(at, next.length));
        return at + next.length;
    }

    private static byte[] bytes(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ((from + i) % 251);
        }
        return bytes;
    }
}
