package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DynamicMessage;
import io.runnel.model.AppendAck;
import io.runnel.model.Position;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResponseProtoTest {
    @Property
    void writesAcknowledgementsThatProtobufReads(
            @ForAll long a, @ForAll long b, @ForAll long c, @ForAll long t, @ForAll long u) throws Exception {
        AppendAck ack = new AppendAck(new Position(a, t), new Position(b, u), new Position(c, u));
        DynamicMessage message = DynamicMessage.parseFrom(S2Proto.APPEND_ACK, ResponseProto.appendAck(ack));
        assertThat(S2Proto.get(message, "start")).isEqualTo(AppendProtoOracleTest.position(ack.start()));
        assertThat(S2Proto.get(message, "end")).isEqualTo(AppendProtoOracleTest.position(ack.end()));
        assertThat(S2Proto.get(message, "tail")).isEqualTo(AppendProtoOracleTest.position(ack.tail()));
        byte[] frame = new byte[Frames.MAX_ACK_BYTES + 7];
        int end = Frames.putAck(frame, 7, ack, false);
        assertThat(Arrays.copyOfRange(frame, 7 + Frames.HEAD_BYTES, end)).isEqualTo(ResponseProto.appendAck(ack));
    }

    @Test
    void positionsAreThereEvenWhenAllIsZero() {
        Position zero = new Position(0, 0);
        assertThat(hex(ResponseProto.appendAck(new AppendAck(zero, zero, zero))))
                .isEqualTo("0a0012001a00");
        assertThat(hex(ResponseProto.readBatch(List.of(), zero))).isEqualTo("1200");
        assertThat(hex(ResponseProto.tail(new Position(5, 0)))).isEqualTo("12020805");
    }

    @Test
    void anEmptyResultIsNoBytes() {
        assertThat(ResponseProto.readBatch(List.of(), null)).isEmpty();
        assertThat(ResponseProto.tail(null)).isEmpty();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
