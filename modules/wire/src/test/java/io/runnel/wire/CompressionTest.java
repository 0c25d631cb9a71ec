package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.model.Utf8;
import io.runnel.wire.Compression.CorruptException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Codings of bodies and frames (contract 1.7, 8.3). */
class CompressionTest {
    private static final int LIMIT = 1 << 21;

    private static byte[] plain(Compression coding, byte[] bytes) throws CorruptException {
        return coding.decompress(bytes, 0, bytes.length, LIMIT);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Property(tries = 200)
    void whatGoesInComesOut(
            @ForAll Compression coding, @ForAll @IntRange(max = 100_000) int size, @ForAll boolean random)
            throws Exception {
        byte[] bytes = new byte[size];
        if (random) {
            new Random(size).nextBytes(bytes);
        }
        byte[] packed = coding.compress(bytes);
        byte[] shifted = joined(joined(new byte[7], packed), new byte[3]);
        assertThat(coding.decompress(shifted, 7, packed.length, size)).isEqualTo(bytes);
        if (size > 0) {
            assertThatThrownBy(() -> coding.decompress(shifted, 7, packed.length, size - 1))
                    .hasMessageContaining("expands beyond " + (size - 1) + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void everyCutIsNoticed(Compression coding) {
        byte[] packed = coding.compress(Utf8.bytes("hello, world, hello, world, hello, world"));
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> plain(coding, cut)).as("%d bytes", length).isInstanceOf(CorruptException.class);
        }
    }

    @Test
    void noFlippedBitOfAGzipBodyComesOutAsSomethingElse() {
        byte[] bytes = Utf8.bytes("hello, world, hello, world, hello, world");
        byte[] packed = Compression.GZIP.compress(bytes);
        for (int bit = 80; bit < 8 * packed.length; bit++) {
            byte[] damaged = packed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                // The last byte of compressed data has bits that mean nothing.
                assertThat(plain(Compression.GZIP, damaged)).as("bit %d", bit).isEqualTo(bytes);
            } catch (CorruptException e) {
                assertThat(e.getMessage()).contains("gzip data");
            }
        }
    }

    @Test
    void ofSeveralGzipMembersTheFirstCounts() throws Exception {
        byte[] first = Compression.GZIP.compress(Utf8.bytes("first"));
        byte[] second = Compression.GZIP.compress(new byte[1000]);
        assertThat(plain(Compression.GZIP, joined(first, second))).isEqualTo(Utf8.bytes("first"));
        assertThat(plain(Compression.GZIP, joined(first, Utf8.bytes("rubbish"))))
                .isEqualTo(Utf8.bytes("first"));
    }

    @Test
    void ofSeveralZstdFramesAllCount() throws Exception {
        byte[] first = Compression.ZSTD.compress(Utf8.bytes("first"));
        byte[] second = Compression.ZSTD.compress(Utf8.bytes(" second"));
        assertThat(plain(Compression.ZSTD, joined(first, second))).isEqualTo(Utf8.bytes("first second"));
        assertThatThrownBy(() -> plain(Compression.ZSTD, joined(first, Utf8.bytes("rubbish"))))
                .isInstanceOf(CorruptException.class);
    }

    @Test
    void gzipHeadersMayHoldEverythingTheyCan() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
            gzip.write(Utf8.bytes("hello"));
        }
        byte[] tail = Arrays.copyOfRange(body.toByteArray(), 10, body.size());
        // Extra field, name, comment and header checksum.
        byte[] head = HexFormat.of().parseHex("1f8b081e000000000003" + "0300aabbcc" + "6e616d6500" + "6300" + "1234");
        assertThat(plain(Compression.GZIP, joined(head, tail))).isEqualTo(Utf8.bytes("hello"));
        for (int length = 0; length < head.length; length++) {
            byte[] cut = Arrays.copyOf(head, length);
            assertThatThrownBy(() -> plain(Compression.GZIP, cut)).isInstanceOf(CorruptException.class);
        }
    }

    @Test
    void bombsAreDefusedQuickly() {
        for (Compression coding : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            byte[] bomb = coding.compress(new byte[256 << 20]);
            long began = System.nanoTime();
            assertThatThrownBy(() -> plain(coding, bomb)).hasMessageContaining("expands beyond");
            assertThat(System.nanoTime() - began).as("nanoseconds").isLessThan(2_000_000_000L);
        }
    }
}
