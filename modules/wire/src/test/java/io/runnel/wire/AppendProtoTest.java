package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.RecordCursor;
import io.runnel.model.StoredBatch;
import io.runnel.model.TimestampingMode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written reader against the library's writer (contract 11, 1.9). */
class AppendProtoTest {
    private static AppendInput decode(byte[] bytes) throws BadRequestException {
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 3, bytes.length);
        return AppendProto.decode(shifted, 3, bytes.length, ErrorCode.BAD_PROTO);
    }

    private static AppendInput decode(String hex) throws BadRequestException {
        return decode(HexFormat.of().parseHex(hex));
    }

    private static Field bytes(byte[]... values) {
        Field.Builder field = Field.newBuilder();
        for (byte[] value : values) {
            field.addLengthDelimited(ByteString.copyFrom(value));
        }
        return field.build();
    }

    private static Field number(long value) {
        return Field.newBuilder().addVarint(value).build();
    }

    private static byte[] random(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Property(tries = 200)
    void readsWhatTheLibraryWrites(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<byte[]> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            UnknownFieldSet.Builder record = UnknownFieldSet.newBuilder();
            StringBuilder text = new StringBuilder();
            long timestamp = random.nextLong();
            record.addField(1, number(timestamp));
            for (int headers = random.nextInt(3); headers > 0; headers--) {
                byte[] name = ("n" + headers).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                byte[] value = random(random, 300);
                byte[] header = UnknownFieldSet.newBuilder()
                        .addField(1, bytes(name))
                        .addField(2, bytes(value))
                        .build()
                        .toByteArray();
                record.mergeField(2, bytes(header));
                text.append(Arrays.toString(name)).append(Arrays.toString(value));
            }
            byte[] body = random(random, 3000);
            record.addField(3, bytes(body));
            records.add(record.build().toByteArray());
            expected.add(text + Arrays.toString(body));
        }
        long matchSeqNum = random.nextLong();
        byte[] message = UnknownFieldSet.newBuilder()
                .addField(1, bytes(records.toArray(byte[][]::new)))
                .addField(2, number(matchSeqNum))
                .addField(3, bytes(new byte[] {'t'}))
                .build()
                .toByteArray();

        AppendInput input = decode(message);
        assertThat(input.matchSeqNum()).isEqualTo(matchSeqNum);
        assertThat(input.fencingToken()).isEqualTo(new FencingToken("t"));
        assertThat(texts(input)).isEqualTo(expected);
    }

    private static List<String> texts(AppendInput input) {
        StoredBatch batch = Objects.requireNonNull(
                input.batch().sequence(0, 0, TimestampingMode.ARRIVAL, false, 1).valueOrNull());
        List<String> texts = new ArrayList<>();
        RecordCursor record = new RecordCursor(batch.slice());
        while (record.next()) {
            StringBuilder text = new StringBuilder();
            while (record.nextHeader()) {
                text.append(part(record, record.nameOffset(), record.nameLength()))
                        .append(part(record, record.valueOffset(), record.valueLength()));
            }
            texts.add(text + part(record, record.bodyOffset(), record.bodyLength()));
        }
        return texts;
    }

    private static String part(RecordCursor record, int offset, int length) {
        return Arrays.toString(Arrays.copyOfRange(record.array(), offset, offset + length));
    }

    @Test
    void explicitZerosAreGiven() throws Exception {
        AppendInput input = decode("0a020800" + "1000" + "1a00");
        assertThat(input.matchSeqNum()).isZero();
        assertThat(input.fencingToken()).isEqualTo(FencingToken.NONE);
        StoredBatch batch = Objects.requireNonNull(input.batch()
                .sequence(0, 0, TimestampingMode.CLIENT_REQUIRE, false, 1)
                .valueOrNull());
        assertThat(batch.firstTimestamp()).isZero();
        assertThat(decode("0a00").matchSeqNum()).isNull();
        assertThat(decode("0a00").fencingToken()).isNull();
    }

    @Test
    void theLastValueOfASingularFieldCounts() throws Exception {
        assertThat(decode("0a00" + "1001" + "1002").matchSeqNum()).isEqualTo(2);
        assertThat(decode("0a00" + "1a0161" + "1a0162").fencingToken()).isEqualTo(new FencingToken("b"));
        assertThat(texts(decode("0a06" + "1a0161" + "1a0162"))).containsExactly("[98]");
    }

    @Test
    void unknownFieldsOfEveryKindAreSkipped() throws Exception {
        String unknown = "2001" + "290000000000000000" + "3200" + "3b" + "0801" + "3b3c" + "3c" + "4500000000";
        assertThat(decode("0a00" + unknown).batch().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a",
                "0a01",
                "0a021a01",
                "0aff",
                "08",
                "0801",
                "1200",
                "1801",
                "15", // cut, or of the wrong type
                "0a00" + "1080808080808080808002", // beyond 64 bits
                "0a00" + "108080808080808080808001",
                "0a00" + "00", // field 0
                "0a00" + "80808080800101",
                "0a00" + "3b",
                "0a00" + "3c",
                "0a00" + "3b44", // groups that do not match
                "0a00" + "0e",
                "0a00" + "0f", // wire types that there are not
                "0a00" + "1a01ff", // not UTF-8
                "0a00" + "1a03eda080",
                "0a0412020a01", // a header that reaches beyond its record
            })
    void whatIsNotProtobufIsRefused(String hex) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        e -> assertThat(e.error().toString()).contains("BAD_PROTO"));
    }

    @Test
    void groupsNestToALimit() throws Exception {
        assertThat(decode("0a00" + "3b".repeat(100) + "3c".repeat(100)).batch().count())
                .isEqualTo(1);
        assertThatThrownBy(() -> decode("0a00" + "3b".repeat(101) + "3c".repeat(101)))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> decode("0a00" + "3b".repeat(1 << 20))).isInstanceOf(BadRequestException.class);
    }

    @Test
    void positionsAreWrittenAsTheLibraryDoes() throws Exception {
        for (long number : new long[] {0, 1, 127, 128, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            if (number != 0) {
                coded.writeUInt64(1, number);
                coded.writeUInt64(2, number);
            }
            coded.flush();
            byte[] field = UnknownFieldSet.newBuilder()
                    .addField(2, bytes(out.toByteArray()))
                    .build()
                    .toByteArray();
            assertThat(ResponseProto.tail(new io.runnel.model.Position(number, number)))
                    .isEqualTo(field);
        }
    }
}
