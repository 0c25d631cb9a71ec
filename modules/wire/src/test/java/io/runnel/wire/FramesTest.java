package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames to the byte (contract 8.1). */
class FramesTest {
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String ack(Position start, Position end, Position tail, boolean reconnect) {
        byte[] frame = new byte[2 + Frames.MAX_ACK_BYTES];
        int until = Frames.putAck(frame, 2, new AppendAck(start, end, tail), reconnect);
        return hex(Arrays.copyOfRange(frame, 2, until));
    }

    @Test
    void acknowledgementsOfTheContractsExamples() {
        Position end = new Position(1, 1000);
        assertThat(ack(new Position(0, 1000), end, end, false))
                .isEqualTo("000014000a0310e8071205080110e8071a05080110e807");
        assertThat(ack(Position.ZERO, Position.ZERO, Position.ZERO, true)).isEqualTo("000007100a0012001a00");
    }

    @Test
    void theLongestAcknowledgementFits() {
        Position most = new Position(-1, -1);
        assertThat(ack(most, most, most, true))
                .hasSize(2 * Frames.MAX_ACK_BYTES)
                .startsWith("000049100a16");
    }

    @Test
    void terminalFramesCarryStatusAndBody() {
        byte[] frame = Frames.terminal(StreamError.of(ErrorCode.STREAM_NOT_FOUND, "no"));
        assertThat(hex(frame)).startsWith("00002d" + "80" + "0194");
        assertThat(new String(frame, 6, frame.length - 6, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":\"stream_not_found\",\"message\":\"no\"}");
    }

    @Test
    void shortMessagesAreNotCompressed() {
        assertThat(Frames.frame(new byte[1023], Compression.ZSTD, false)[3]).isZero();
        assertThat(Frames.frame(new byte[1024], Compression.ZSTD, false)[3]).isEqualTo((byte) 0x20);
        assertThat(Frames.frame(new byte[1024], Compression.GZIP, true)[3]).isEqualTo((byte) 0x50);
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinTheLimitWhateverTheCompressionMakesOfIt(Compression compression) {
        byte[] message = new byte[Frames.MAX_MESSAGE_BYTES];
        new Random(2).nextBytes(message);
        byte[] frame = Frames.frame(message, compression, false);
        assertThat(frame).hasSize(Frames.HEAD_BYTES + message.length).startsWith(0x20, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZSTD", "GZIP"})
    void compressedMessagesComeBack(Compression compression) throws Exception {
        byte[] message = new byte[1024];
        new Random(1).nextBytes(message);
        byte[] short1 = Frames.frame(Arrays.copyOf(message, 1023), compression, false);
        assertThat(short1[3]).isZero();
        byte[] frame = Frames.frame(message, compression, false);
        assertThat(frame[3]).isEqualTo((byte) (compression == Compression.ZSTD ? 0x20 : 0x40));
        FrameDecoder decoder = new FrameDecoder();
        decoder.feed(ByteBuffer.wrap(frame));
        FrameDecoder.Message decoded = decoder.next();
        assertThat(Arrays.copyOfRange(decoded.bytes(), decoded.offset(), decoded.offset() + decoded.length()))
                .isEqualTo(message);
    }

    @Test
    void heartbeatsOfTheContractsExamples() {
        assertThat(hex(Frames.frame(ResponseProto.tail(Position.ZERO), Compression.NONE, false)))
                .isEqualTo("000003001200");
        assertThat(hex(Frames.frame(ResponseProto.tail(new Position(5, 0)), Compression.NONE, false)))
                .isEqualTo("0000050012020805");
    }
}
