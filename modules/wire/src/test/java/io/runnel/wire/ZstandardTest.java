package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.wire.Compression.CorruptException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is particular to zstd: sizes that a frame declares or does not, and contexts used again. */
class ZstandardTest {
    private static final int LIMIT = 2 << 20;

    @Property
    void damageNeverDoesMoreThanBeRefused(@ForAll("data") byte[] bytes, @ForAll int place, @ForAll byte value) {
        for (Compression compression : new Compression[] {Compression.ZSTD, Compression.GZIP}) {
            byte[] damaged = compression.compress(bytes);
            damaged[Math.floorMod(place, damaged.length)] ^= value;
            try {
                assertThat(compression.decompress(damaged, 0, damaged.length, LIMIT))
                        .hasSizeLessThanOrEqualTo(LIMIT);
            } catch (CorruptException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Provide
    Arbitrary<byte[]> data() {
        return Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300),
                Arbitraries.bytes()
                        .between((byte) 0, (byte) 1)
                        .array(byte[].class)
                        .ofMaxSize(20_000));
    }

    @Test
    void readsZstdFramesThatDoNotSayHowMuchTheyHold() throws Exception {
        for (int size : new int[] {0, 1, 1000, 300_000, LIMIT}) {
            byte[] frame = Bombs.of(Compression.ZSTD, size);
            assertThat(Compression.ZSTD.decompress(frame, 0, frame.length, LIMIT))
                    .isEqualTo(new byte[size]);
        }
        byte[] more = Bombs.of(Compression.ZSTD, LIMIT + 1);
        assertThatThrownBy(() -> Compression.ZSTD.decompress(more, 0, more.length, LIMIT))
                .isInstanceOf(CorruptException.class)
                .hasMessageContaining("expands beyond");
    }

    @Test
    void doesNotBelieveASizeThatAZstdFrameDeclares() {
        // Frames of 2^62 and 2^63 + 2^62 + 2^61 + 2^60 bytes, and one of 1 MiB with nothing in it.
        for (String hex : new String[] {
            "28b52ffde00000000000000040010000", "28b52ffde000000000000000f0010000", "28b52ffda000001000010000"
        }) {
            byte[] frame = HexFormat.of().parseHex(hex);
            assertThatThrownBy(() -> Compression.ZSTD.decompress(frame, 0, frame.length, LIMIT))
                    .isInstanceOf(CorruptException.class);
        }
    }

    @Test
    void servesManyThreadsAtOnce() {
        byte[] bytes = new byte[50_000];
        byte[] compressed = Compression.ZSTD.compress(bytes);
        long wrong = IntStream.range(0, 2000)
                .parallel()
                .filter(i -> {
                    try {
                        return !Arrays.equals(Compression.ZSTD.compress(bytes), compressed)
                                || !Arrays.equals(
                                        Compression.ZSTD.decompress(compressed, 0, compressed.length, LIMIT), bytes);
                    } catch (CorruptException e) {
                        return true;
                    }
                })
                .count();
        assertThat(wrong).isZero();
    }
}
