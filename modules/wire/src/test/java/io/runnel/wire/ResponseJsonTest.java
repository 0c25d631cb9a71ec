package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendBatch;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Page;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.TimestampingMode;
import io.runnel.model.Utf8;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON of answers to the byte: contract 2.1, 2.4.2, 4.3, 6.5, 6.6, 6.8, 7.5. */
class ResponseJsonTest {
    @Test
    void showsBasinsAndStreams() {
        BasinInfo basin =
                new BasinInfo(new BasinName("my-basin-1"), Instant.parse("2026-08-21T09:30:00.123456Z"), null);
        assertThat(text(ResponseJson.basinInfo(basin)))
                .isEqualTo("{\"name\":\"my-basin-1\",\"location\":null,\"created_at\":\"2026-08-21T09:30:00.123456Z\","
                        + "\"deleted_at\":null,\"state\":\"active\"}");
        StreamInfo stream = new StreamInfo(
                new StreamName("a/\"b"),
                Instant.parse("2026-08-21T09:30:00Z"),
                Instant.parse("2026-08-21T09:30:01Z"),
                StreamCipher.AEGIS_256);
        String shown = "{\"name\":\"a/\\\"b\",\"created_at\":\"2026-08-21T09:30:00Z\","
                + "\"deleted_at\":\"2026-08-21T09:30:01Z\",\"cipher\":\"aegis-256\"}";
        assertThat(text(ResponseJson.streamInfo(stream))).isEqualTo(shown);
        assertThat(text(ResponseJson.streams(new Page<>(List.of(stream), true))))
                .isEqualTo("{\"streams\":[" + shown + "],\"has_more\":true}");
        assertThat(text(ResponseJson.basins(new Page<>(List.of(), false))))
                .isEqualTo("{\"basins\":[],\"has_more\":false}");
        assertThat(text(ResponseJson.streamInfo(
                        new StreamInfo(new StreamName("s"), Instant.parse("2026-08-21T09:30:00Z"), null, null))))
                .contains("\"deleted_at\":null,\"cipher\":null");
        assertThat(text(ResponseJson.basinInfo(
                        new BasinInfo(basin.name(), basin.createdAt(), Instant.parse("2026-08-21T09:30:00Z")))))
                .contains("\"state\":\"deleting\"");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2026-08-21T09:30:00Z",
        "1, 2026-08-21T09:30:00.000000001Z",
        "100000000, 2026-08-21T09:30:00.1Z",
        "120000000, 2026-08-21T09:30:00.12Z",
        "123400000, 2026-08-21T09:30:00.1234Z",
        "10000, 2026-08-21T09:30:00.00001Z",
        "999999999, 2026-08-21T09:30:00.999999999Z"
    })
    void writesAsManyDigitsOfATimeAsItTakes(long nanos, String expected) {
        Instant instant = Instant.parse("2026-08-21T09:30:00Z").plusNanos(nanos);
        assertThat(text(ResponseJson.streamInfo(new StreamInfo(new StreamName("s"), instant, null, null))))
                .contains("\"created_at\":\"" + expected + "\"");
    }

    @Test
    void showsTheExamplesOfConfigurations() {
        assertThat(text(ResponseJson.basinConfig(
                        new BasinConfig(new StreamOptions(null, null, null, true, null), null, false, false))))
                .isEqualTo("{\"default_stream_config\":{\"storage_class\":null,\"retention_policy\":null,"
                        + "\"timestamping\":{\"mode\":null,\"uncapped\":true},\"delete_on_empty\":null},"
                        + "\"stream_cipher\":null,\"create_stream_on_append\":false,\"create_stream_on_read\":false}");
        assertThat(text(ResponseJson.streamConfig(StreamConfig.SYSTEM_DEFAULT)))
                .isEqualTo("{\"storage_class\":\"express\",\"retention_policy\":{\"age\":604800},"
                        + "\"timestamping\":{\"mode\":\"client-prefer\",\"uncapped\":false},"
                        + "\"delete_on_empty\":{\"min_age_secs\":0}}");
        assertThat(text(ResponseJson.basinConfig(BasinConfig.DEFAULT))).startsWith("{\"default_stream_config\":null,");
        assertThat(text(ResponseJson.basinConfig(new BasinConfig(
                        new StreamOptions("s", new RetentionPolicy.Infinite(), TimestampingMode.ARRIVAL, null, -1L),
                        StreamCipher.AES_256_GCM,
                        true,
                        true))))
                .isEqualTo("{\"default_stream_config\":{\"storage_class\":\"s\",\"retention_policy\":{\"infinite\":{}},"
                        + "\"timestamping\":{\"mode\":\"arrival\",\"uncapped\":null},"
                        + "\"delete_on_empty\":{\"min_age_secs\":18446744073709551615}},"
                        + "\"stream_cipher\":\"aes-256-gcm\",\"create_stream_on_append\":true,"
                        + "\"create_stream_on_read\":true}");
    }

    @Test
    void writesUnsignedNumbersBeyondALong() {
        assertThat(text(ResponseJson.appendAck(new AppendAck(
                        new Position(Long.MAX_VALUE, 0), new Position(Long.MIN_VALUE, 1), new Position(-1, -1)))))
                .isEqualTo("{\"start\":{\"seq_num\":9223372036854775807,\"timestamp\":0},"
                        + "\"end\":{\"seq_num\":9223372036854775808,\"timestamp\":1},"
                        + "\"tail\":{\"seq_num\":18446744073709551615,\"timestamp\":18446744073709551615}}");
        assertThat(text(ResponseJson.tail(new Position(-1, 3))))
                .isEqualTo("{\"tail\":{\"seq_num\":18446744073709551615,\"timestamp\":3}}");
    }

    @Test
    void writesErrorsOfEveryShape() {
        assertThat(text(ResponseJson.error(StreamError.of(ErrorCode.BAD_JSON, "say \"x\""))))
                .isEqualTo("{\"code\":\"bad_json\",\"message\":\"say \\\"x\\\"\"}");
        assertThat(text(ResponseJson.error(new StreamError.FencingTokenMismatch(new FencingToken("")))))
                .isEqualTo("{\"fencing_token_mismatch\":\"\"}");
        assertThat(text(ResponseJson.error(new StreamError.SeqNumMismatch(-1))))
                .isEqualTo("{\"seq_num_mismatch\":18446744073709551615}");
        assertThat(text(ResponseJson.error(new StreamError.ReadUnwritten(Position.ZERO))))
                .isEqualTo("{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
    }

    @Property
    void writesWhateverAMessageQuotes(@ForAll String message) throws Exception {
        JsonNode error = new ObjectMapper().readTree(ResponseJson.error(StreamError.invalid(message)));
        assertThat(error.get("message").textValue()).isEqualTo(Utf8Text.encodable(message));
    }

    @Test
    void quotesTextThatIsCutInsideACharacter() {
        byte[] body = Utf8.bytes("{\"records\":\"" + "x".repeat(39) + "\uD83D\uDE00\"}");
        try {
            AppendJson.decode(body, RecordFormat.RAW);
            throw new AssertionError("taken");
        } catch (BadRequestException e) {
            assertThat(text(ResponseJson.error(e.error()))).contains("bad_json");
        }
    }

    @Test
    void leavesOutEmptyHeadersAndBodies() {
        assertThat(records(
                        RecordFormat.RAW,
                        new AppendBatch.Builder(0).timestamp(1).endRecord()))
                .isEqualTo("[{\"seq_num\":0,\"timestamp\":1}]");
        assertThat(records(
                        RecordFormat.RAW,
                        new AppendBatch.Builder(0)
                                .timestamp(1)
                                .header(Utf8.bytes("a"), new byte[0])
                                .endRecord()))
                .isEqualTo("[{\"seq_num\":0,\"timestamp\":1,\"headers\":[[\"a\",\"\"]]}]");
        assertThat(text(ResponseJson.readBatch(List.of(), null, RecordFormat.RAW)))
                .isEqualTo("{\"records\":[]}");
        assertThat(text(ResponseJson.readBatch(List.of(), Position.ZERO, RecordFormat.RAW)))
                .isEqualTo("{\"records\":[],\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
    }

    @ParameterizedTest
    @CsvSource({
        "fffe, '\uFFFD\uFFFD', '//4='",
        "e282, '\uFFFD', '4oI='",
        "c080, '\uFFFD\uFFFD', 'wIA='",
        "eda080, '\uFFFD\uFFFD\uFFFD', '7aCA'",
        "f4908080, '\uFFFD\uFFFD\uFFFD\uFFFD', '9JCAgA=='",
        "e2e282ac, '\uFFFD€', '4uKCrA=='",
        "0a22, '\\n\\\"', 'CiI='"
    })
    void showsBytesAsTextOrBase64(String hex, String raw, String base64) {
        AppendBatch.Builder builder = new AppendBatch.Builder(0)
                .timestamp(0)
                .body(HexFormat.of().parseHex(hex))
                .endRecord();
        RecordSlice slice = Stored.sequence(builder.build().valueOrNull()).slice();
        assertThat(text(ResponseJson.readBatch(List.of(slice), null, RecordFormat.RAW)))
                .isEqualTo("{\"records\":[{\"seq_num\":0,\"timestamp\":0,\"body\":\"" + raw + "\"}]}");
        assertThat(text(ResponseJson.readBatch(List.of(slice), null, RecordFormat.BASE64)))
                .isEqualTo("{\"records\":[{\"seq_num\":0,\"timestamp\":0,\"body\":\"" + base64 + "\"}]}");
    }

    private static String records(RecordFormat format, AppendBatch.Builder builder) {
        RecordSlice slice = Stored.sequence(builder.build().valueOrNull()).slice();
        String whole = text(ResponseJson.readBatch(List.of(slice), null, format));
        return whole.substring("{\"records\":".length(), whole.length() - 1);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
