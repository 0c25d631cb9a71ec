package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

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
}
