package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.runnel.model.AppendBatch;
import io.runnel.model.Limits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames out of chunks (contract 8.1, 13.4). */
class FrameDecoderTest {
    private static List<byte[]> decode(List<ByteBuffer> chunks) throws BadRequestException {
        FrameDecoder decoder = new FrameDecoder();
        List<byte[]> messages = new ArrayList<>();
        for (ByteBuffer chunk : chunks) {
            decoder.feed(chunk);
            drain(decoder, messages);
        }
        decoder.end();
        return messages;
    }

    private static List<byte[]> decode(String hex) throws BadRequestException {
        return decode(List.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex))));
    }

    @Property(tries = 300)
    void framesComeOutAsTheyWentInHoweverTheyAreCut(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int most)
            throws Exception {
        Random random = new Random(seed);
        List<byte[]> messages = new ArrayList<>();
        ByteBuffer stream = ByteBuffer.allocate(200_000);
        for (int i = random.nextInt(20); i > 0; i--) {
            byte[] message = new byte[random.nextInt(most)];
            random.nextBytes(message);
            Compression compression = List.of(Compression.NONE, Compression.ZSTD, Compression.GZIP)
                    .get(random.nextInt(3));
            stream.put(Frames.frame(message, compression, random.nextBoolean()));
            messages.add(message);
        }
        stream.flip();
        List<ByteBuffer> chunks = new ArrayList<>();
        while (stream.hasRemaining()) {
            ByteBuffer chunk = stream.slice().limit(1 + random.nextInt(Math.min(most * 2, stream.remaining())));
            stream.position(stream.position() + chunk.remaining());
            chunks.add(random.nextBoolean() ? chunk : chunk.asReadOnlyBuffer());
        }
        assertThat(decode(chunks)).containsExactlyElementsOf(messages);
        assertThat(decodeInParts(chunks.stream().map(ByteBuffer::rewind).toList(), random))
                .containsExactlyElementsOf(messages);
    }

    /** Some chunks at a time, each as a part of a larger one. */
    private static List<byte[]> decodeInParts(List<ByteBuffer> parts, Random random) throws BadRequestException {
        FrameDecoder decoder = new FrameDecoder();
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (at < parts.size()) {
            int until = Math.min(parts.size(), at + 1 + random.nextInt(4));
            List<ByteBuffer> chunk = parts.subList(at, until);
            decoder.feed(
                    chunk.iterator(),
                    chunk.stream().mapToInt(ByteBuffer::remaining).sum());
            drain(decoder, messages);
            at = until;
        }
        decoder.end();
        return messages;
    }

    private static void drain(FrameDecoder decoder, List<byte[]> messages) throws BadRequestException {
        for (FrameDecoder.Message next = decoder.next(); next != null; next = decoder.next()) {
            messages.add(Arrays.copyOfRange(next.bytes(), next.offset(), next.offset() + next.length()));
        }
    }

    @Test
    void reservedBitsDoNotMatter() throws Exception {
        assertThat(decode("0000021fab" + "00000110")).containsExactly(new byte[] {(byte) 0xAB}, new byte[0]);
    }

    @Test
    void theLongestFrameIsTaken() throws Exception {
        byte[] message = new byte[Frames.MAX_MESSAGE_BYTES];
        assertThat(decode(List.of(ByteBuffer.wrap(Frames.frame(message, Compression.NONE, false)))))
                .containsExactly(message);
        assertThatThrownBy(() -> Frames.head(Frames.MAX_MESSAGE_BYTES + 1, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000",
                "200001",
                "ffffff",
                "00000160",
                "00000180",
                "0000038001f4",
                "00000120",
                "00000140",
                "000003200a0b",
                "0000",
                "000002",
                "00000200",
                "7b226a"
            })
    void defectsAreBadFrames(String hex) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        e -> assertThat(e.error().toString())
                                .contains("BAD_FRAME")
                                .contains("Failed to decode S2S frame: "));
    }

    @ParameterizedTest
    @CsvSource({"ZSTD, 0", "ZSTD, 1", "GZIP, 0", "GZIP, 1"})
    void whatComesOutHasALimit(Compression compression, int excess) throws Exception {
        byte[] body = compression.compress(new byte[Frames.MAX_MESSAGE_BYTES + excess]);
        ByteBuffer frame = ByteBuffer.allocate(4 + body.length)
                .putInt((body.length + 1) << 8 | compression.frameBits() << 5)
                .put(body)
                .flip();
        if (excess == 0) {
            assertThat(decode(List.of(frame)).get(0)).hasSize(Frames.MAX_MESSAGE_BYTES);
        } else {
            assertThatThrownBy(() -> decode(List.of(frame))).hasMessageContaining("expands beyond 2097151 bytes");
        }
    }

    @Test
    void messagesWithRoomForALargeBodyStayAsTheyAre() throws Exception {
        byte[] message = new byte[AppendBatch.LARGE_BODY_BYTES];
        Arrays.fill(message, (byte) 1);
        byte[] frame = Frames.frame(message, Compression.NONE, false);
        byte[] other = Frames.frame(new byte[message.length], Compression.NONE, false);
        List<ByteBuffer> parts = List.of(
                ByteBuffer.wrap(frame).limit(10),
                ByteBuffer.wrap(frame).position(10),
                ByteBuffer.wrap(other).limit(10),
                ByteBuffer.wrap(other).position(10));
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(parts.iterator(), frame.length + other.length);
        FrameDecoder.Message first = decoder.next();
        FrameDecoder.Message second = decoder.next();
        assertThat(second.length()).isEqualTo(message.length);
        assertThat(Arrays.copyOfRange(first.bytes(), first.offset(), first.offset() + first.length()))
                .isEqualTo(message);
    }

    @Test
    void aLengthAloneTakesNoRoom() throws Exception {
        byte[] head = {(byte) (Limits.MAX_FRAME_LENGTH >> 16), 0, 0, 0};
        List<FrameDecoder> decoders = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            FrameDecoder decoder = new FrameDecoder();
            decoder.feed(ByteBuffer.wrap(head));
            assertThat(decoder.next()).isNull();
            decoders.add(decoder);
        }
        assertThat(decoders).as("would be 40 GiB").hasSize(20_000);
    }

    @Test
    void singleBytesMakeFrames() throws Exception {
        List<ByteBuffer> chunks = new ArrayList<>();
        for (byte b : HexFormat.of().parseHex("00000100" + "0000071f0a041a026869" + "00000200ff")) {
            chunks.add(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(decode(chunks))
                .containsExactly(new byte[0], HexFormat.of().parseHex("0a041a026869"), new byte[] {(byte) 0xFF});
    }

    @Test
    void whatCameBeforeADefectIsHandedOut() throws Exception {
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(ByteBuffer.wrap(HexFormat.of().parseHex("0000020001" + "0000020002" + "000000")));
        assertThat(decoder.next()).isNotNull();
        assertThat(decoder.next()).isNotNull();
        assertThatThrownBy(decoder::next).hasMessageContaining("1 to 2097152, got 0");
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP"})
    void bombsThatSayNothingOfTheirSizeAreDefused(Compression compression) {
        byte[] bomb = Bombs.of(compression, 256 << 20);
        ByteBuffer frame = ByteBuffer.allocate(4 + bomb.length)
                .putInt(((bomb.length + 1) << 8) | (compression.frameBits() << 5))
                .put(bomb)
                .flip();
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> decode(List.of(frame)))
                        .hasMessageContaining("expands beyond 2097151 bytes"));
    }
}
