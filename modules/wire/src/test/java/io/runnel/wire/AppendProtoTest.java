package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.UnknownFieldSet;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.9, 11 and rows P15, P22, 24, 35 of 13. */
class AppendProtoTest {
    @Test
    void readsTheExampleOfTheContract() throws Exception {
        assertThat(Stored.of(decode("0a041a026869").batch()))
                .containsExactly(new Stored(0, Stored.NOW, List.of(), "hi"));
    }

    @Test
    void readsAPartOfAnArray() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("ffff0a041a026869ff");
        assertThat(Stored.of(
                        AppendProto.decode(bytes, 2, 6, ErrorCode.BAD_FRAME).batch()))
                .containsExactly(new Stored(0, Stored.NOW, List.of(), "hi"));
    }

    @Test
    void tellsAnExplicitZeroFromNothing() throws Exception {
        AppendInput given = decode("0a02" + "0800" + "1000" + "1a00");
        assertThat(given.matchSeqNum()).isZero();
        assertThat(given.fencingToken()).isEqualTo(FencingToken.NONE);
        assertThat(Stored.of(given.batch()).get(0).timestamp()).isZero();
        AppendInput open = decode("0a00");
        assertThat(open.matchSeqNum()).isNull();
        assertThat(open.fencingToken()).isNull();
        assertThat(Stored.of(open.batch()).get(0).timestamp()).isEqualTo(Stored.NOW);
    }

    @Test
    void theLastOfARepeatedSingularFieldCounts() throws Exception {
        AppendInput input = decode("0a0f" + "0801" + "0802" + "1a0161" + "1a0162" + "1a0163" + "0801" + "1001" + "1002"
                + "1a0161" + "1a0162");
        assertThat(input.matchSeqNum()).isEqualTo(2);
        assertThat(input.fencingToken()).isEqualTo(new FencingToken("b"));
        assertThat(Stored.of(input.batch()).get(0).body()).isEqualTo("c");
    }

    @Test
    void emptyBytesAreAnEmptyBatch() {
        assertRefused(ErrorCode.INVALID, () -> decode("")).contains("must not be empty");
    }

    @Test
    void ignoresUnknownFieldsOfEveryWireType() throws Exception {
        UnknownFieldSet unknown = UnknownFieldSet.newBuilder()
                .addField(
                        9,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(-1)
                                .addFixed64(-1)
                                .addLengthDelimited(ByteString.copyFromUtf8("any"))
                                .addGroup(UnknownFieldSet.newBuilder()
                                        .addField(
                                                1,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addVarint(5)
                                                        .addGroup(UnknownFieldSet.getDefaultInstance())
                                                        .build())
                                        .build())
                                .addFixed32(7)
                                .build())
                .build();
        DynamicMessage header = DynamicMessage.newBuilder(S2Proto.HEADER)
                .setField(S2Proto.field(S2Proto.HEADER, "name"), ByteString.copyFromUtf8("k"))
                .setUnknownFields(unknown)
                .build();
        DynamicMessage record = DynamicMessage.newBuilder(S2Proto.APPEND_RECORD)
                .addRepeatedField(S2Proto.field(S2Proto.APPEND_RECORD, "headers"), header)
                .setUnknownFields(unknown)
                .build();
        DynamicMessage input = DynamicMessage.newBuilder(S2Proto.APPEND_INPUT)
                .addRepeatedField(S2Proto.field(S2Proto.APPEND_INPUT, "records"), record)
                .setUnknownFields(unknown)
                .build();
        byte[] bytes = input.toByteArray();
        assertThat(Stored.of(AppendProto.decode(bytes, 0, bytes.length, ErrorCode.BAD_PROTO)
                        .batch()))
                .containsExactly(new Stored(0, Stored.NOW, List.of("k", ""), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a", // a tag alone
                "0a05", // a length without its bytes
                "0a041a0268", // cut inside
                "0a031a0268", // a body that reaches beyond its record
                "08", // records as a number
                "0801",
                "0d00000000", // records as 32 bits
                "1201", // match_seq_num as bytes
                "1801", // fencing_token as a number
                "0a020a00", // timestamp as bytes
                "0a021001", // headers as a number
                "0a021800", // body as a number
                "0a0412020801", // a header's name as a number
                "0001", // field 0
                "00",
                "808080801000", // field 2^29
                "8080808080808080808001", // a tag beyond 32 bits
                "10ffffffffffffffffff02", // a varint beyond 64 bits
                "1080808080808080808080", // an endless varint
                "108080808080808080808000",
                "0affffffffffffffffff01", // a length beyond everything
                "0affffffff0f",
                "1a01ff", // a token that is not UTF-8
                "1a03eda080",
                "0c", // the end of no group
                "4b0a", // a group cut off
                "4b54", // a group that ends as another
                "4e", // wire types that do not exist
                "4f",
                "490000", // 64 bits cut off
                "4d0000",
                "4a05aa"
            })
    void refusesWhatIsNoMessage(String hex) {
        assertRefused(ErrorCode.BAD_PROTO, () -> decode(hex)).startsWith("Invalid protobuf: ");
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertRefused(ErrorCode.BAD_FRAME, () -> AppendProto.decode(bytes, 0, bytes.length, ErrorCode.BAD_FRAME))
                .startsWith("Failed to decode S2S frame: ");
    }

    @Test
    void followsGroupsAHundredDeep() throws Exception {
        assertThat(decode("0a00" + "4b".repeat(100) + "4c".repeat(100)).batch().count())
                .isEqualTo(1);
        assertRefused(ErrorCode.BAD_PROTO, () -> decode("0a00" + "4b".repeat(101) + "4c".repeat(101)))
                .contains("100");
        assertRefused(ErrorCode.BAD_PROTO, () -> decode("4b".repeat(1_000_000)));
    }

    @Test
    void checksTheTokenAfterTheBatch() {
        String token = "1a25" + "61".repeat(37);
        assertRefused(ErrorCode.INVALID, () -> decode("0a00" + token))
                .contains("36")
                .contains("37");
        assertRefused(ErrorCode.INVALID, () -> decode(token)).contains("must not be empty");
    }

    @Test
    void takesAsManyHeadersAsFitTheMeteredSize() throws Exception {
        assertThat(headers(349_522).batch().meteredBytes()).isEqualTo(8 + 3 * 349_522);
        assertRefused(ErrorCode.INVALID, () -> headers(349_523)).contains("1 MiB");
    }

    private static AppendInput headers(int count) throws BadRequestException {
        byte[] header = {0x12, 3, 0x0A, 1, 'a'};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x0A);
        int length = header.length * count;
        while (length > 0x7F) {
            out.write((length & 0x7F) | 0x80);
            length >>>= 7;
        }
        out.write(length);
        for (int i = 0; i < count; i++) {
            out.writeBytes(header);
        }
        byte[] bytes = out.toByteArray();
        return AppendProto.decode(bytes, 0, bytes.length, ErrorCode.BAD_PROTO);
    }

    private static AppendInput decode(String hex) throws BadRequestException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return AppendProto.decode(bytes, 0, bytes.length, ErrorCode.BAD_PROTO);
    }
}
