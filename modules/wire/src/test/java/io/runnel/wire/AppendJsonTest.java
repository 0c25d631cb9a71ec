package io.runnel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.StreamError;
import io.runnel.model.Utf8;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The odd documents of contract 1.9, 13.6 and 15.10. */
class AppendJsonTest {
    private static String outcome(byte[] body) {
        try {
            AppendInput input = AppendJson.decode(body, RecordFormat.RAW);
            return "200 " + input.batch().count();
        } catch (BadRequestException e) {
            return e.error().status() + " "
                    + (e.error() instanceof StreamError.Coded coded
                            ? coded.code().wireName()
                            : "");
        }
    }

    private static String outcome(String body) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> outcome(Utf8.bytes(body)));
    }

    @Test
    void unknownFieldsMayNest() {
        for (int depth : new int[] {1, 127, 900}) {
            assertThat(outcome("{\"zz\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"records\":[{}]}"))
                    .isEqualTo("200 1");
        }
        String deep = "[".repeat(100_000);
        assertThat(outcome("{\"zz\":" + deep + "]".repeat(100_000) + ",\"records\":[{}]}"))
                .isEqualTo("400 bad_json");
        assertThat(outcome(deep)).isEqualTo("400 bad_json");
        assertThat(outcome("{\"zz\":" + deep)).isEqualTo("400 bad_json");
    }

    @Test
    void unknownFieldsMayBeLongAndMany() {
        String digits = "9".repeat(100_000);
        assertThat(outcome("{\"a\":" + digits + ",\"b\":1e-" + "9".repeat(21) + ",\"records\":[{}]}"))
                .isEqualTo("200 1");
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            many.append("\"f").append(i).append("\":1,");
        }
        assertThat(outcome(many + "\"records\":[{}]}")).isEqualTo("200 1");
        assertThat(outcome("{\"records\":[{\"timestamp\":" + digits + "}]}")).isEqualTo("400 bad_json");
        assertThat(outcome("{\"records\":[{\"timestamp\":0." + "0".repeat(100_000) + "}]}"))
                .isEqualTo("400 bad_json");
    }

    @Test
    void invalidUtf8MattersWhereItIsRead() {
        assertThat(outcome(withByte("{\"records\":[{\"body\":\"", 0xFF, "\"}]}")))
                .isEqualTo("400 bad_json");
        assertThat(outcome(withByte("{\"records\":[{\"body\":\"x\"}],\"zz\":\"", 0xFF, "\"}")))
                .isEqualTo("200 1");
        assertThat(outcome(withByte("{\"records\":[{\"headers\":[[\"", 0xC3, "\",\"v\"]]}]}")))
                .isEqualTo("400 bad_json");
        assertThat(outcome(withByte("{\"records\":[{}],", 0xFF, "\"zz\":1}"))).isEqualTo("400 bad_json");
    }

    @Test
    void theReplacementCharacterIsACharacter() throws Exception {
        AppendInput input =
                AppendJson.decode(Utf8.bytes("{\"records\":[{\"body\":\"\uFFFD\\ufffd\"}]}"), RecordFormat.RAW);
        assertThat(input.batch().meteredBytes()).isEqualTo(8 + 6);
    }

    @Test
    void onlyUtf8WithoutAByteOrderMarkIsRead() {
        String json = "{\"records\":[{}]}";
        assertThat(outcome("\uFEFF" + json)).isEqualTo("400 bad_json");
        assertThat(outcome(json.getBytes(java.nio.charset.StandardCharsets.UTF_16LE)))
                .isEqualTo("400 bad_json");
    }

    @Test
    void rawControlCharactersAreDefectsEvenWhereNobodyLooks() {
        assertThat(outcome("{\"records\":[{\"body\":\"a\nb\"}]}")).isEqualTo("400 bad_json");
        assertThat(outcome("{\"records\":[{}],\"zz\":\"a\nb\"}")).isEqualTo("400 bad_json");
        assertThat(outcome("{\"records\":[{\"body\":\"a\\nb\\u0000\"}]}")).isEqualTo("200 1");
    }

    @Test
    void notEverythingThatParsersTakeIsJson() {
        for (String body : new String[] {
            "",
            " ",
            "{",
            "{}}",
            "{'records':[{}]}",
            "{\"records\":[{}],}",
            "{\"records\":[{},]}",
            "{records:[{}]}",
            "{\"records\":[{}]}//",
            "{\"records\":[{\"timestamp\":01}]}",
            "{\"records\":[{\"timestamp\":+1}]}",
            "{\"records\":[{\"timestamp\":1e3}]}",
            "{\"records\":[{\"timestamp\":\"1\"}]}",
            "NaN",
            "nullx",
            "{\"records\":[{}]}null",
            "{\"records\":[null]}",
            "{\"records\":[[]]}",
            "{\"records\":{}}"
        }) {
            assertThat(outcome(body)).as(body).isEqualTo("400 bad_json");
        }
        assertThat(outcome(" \t\r\n{\"records\" : [ { } ] } \n")).isEqualTo("200 1");
    }

    @Test
    void recordsAreCheckedInOrder() {
        String bad = "{\"headers\":[[\"\",\"x\"]]}";
        assertThat(outcome("{\"records\":[" + "{},".repeat(1000) + bad + "]}")).isEqualTo("422 invalid");
        assertThat(outcome("{\"records\":[" + "{},".repeat(999) + "{}]}")).isEqualTo("200 1000");
        assertThat(outcome("{\"records\":[" + "{},".repeat(1000) + "{}]}")).isEqualTo("422 invalid");
    }

    private static byte[] withByte(String before, int odd, String after) {
        return ByteBuffer.allocate(before.length() + 1 + after.length())
                .put(Utf8.bytes(before))
                .put((byte) odd)
                .put(Utf8.bytes(after))
                .array();
    }
}
