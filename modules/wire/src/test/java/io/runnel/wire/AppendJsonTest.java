package io.runnel.wire;

import static io.runnel.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendInput;
import io.runnel.model.Command;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 2.4.3, 13.1 and what 13.6 says of JSON. The limits on time are far from what is needed, and from quadratic. */
class AppendJsonTest {
    @Test
    void readsRecordsAndConditions() throws Exception {
        AppendInput input = decode("""
                {"records":[{"timestamp":5,"headers":[["k","v"],["k","v"],["e",""]],"body":"h\\u00e9\\ud83d\\ude00"},{}],
                 "match_seq_num":18446744073709551615,"fencing_token":"tok"}""");
        assertThat(Stored.of(input.batch()))
                .containsExactly(
                        new Stored(0, 5, List.of("k", "v", "k", "v", "e", ""), "h\u00c3\u00a9\u00f0\u009f\u0098\u0080"),
                        new Stored(1, Stored.NOW, List.of(), ""));
        assertThat(input.matchSeqNum()).isEqualTo(-1L);
        assertThat(input.fencingToken()).isEqualTo(new FencingToken("tok"));
    }

    @Test
    void takesNullForWhatIsNotGiven() throws Exception {
        AppendInput input = decode("""
                {"records":[{"timestamp":null,"body":"x"}],"match_seq_num":null,"fencing_token":null}""");
        assertThat(Stored.of(input.batch())).containsExactly(new Stored(0, Stored.NOW, List.of(), "x"));
        assertThat(input.matchSeqNum()).isNull();
        assertThat(input.fencingToken()).isNull();
    }

    @Test
    void tellsAnEmptyConditionFromNone() throws Exception {
        AppendInput input = decode("""
                {"records":[{"timestamp":0}],"match_seq_num":0,"fencing_token":""}""");
        assertThat(input.matchSeqNum()).isZero();
        assertThat(input.fencingToken()).isEqualTo(FencingToken.NONE);
        assertThat(Stored.of(input.batch()).get(0).timestamp()).isZero();
    }

    @Test
    void readsCommandsInBothFormats() throws Exception {
        assertThat(decode("""
                        {"records":[{"headers":[["","fence"]],"body":"t"}]}""").batch().commands()).containsExactly(new Command.Fence(0, new FencingToken("t")));
        assertThat(AppendJson.decode(Utf8.bytes("""
                                {"records":[{},{"headers":[["","dHJpbQ=="]],"body":"AAAAAAAAAAU="}]}"""), RecordFormat.BASE64)
                        .batch()
                        .commands())
                .containsExactly(new Command.Trim(1, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}",
                "null",
                "[]",
                "\"records\"",
                "{\"records\":null}",
                "{\"records\":{}}",
                "{\"records\":[{}],}",
                "{\"records\":[{}]} x",
                "{\"records\":[{}]}{}",
                "{\"records\":[{},]}",
                "{\"records\":[null]}",
                "{\"records\":[[]]}",
                "{'records':[{}]}",
                "{\"records\":[{}]/**/}",
                "{\"records\":[{\"body\":null}]}",
                "{\"records\":[{\"body\":1}]}",
                "{\"records\":[{\"headers\":null}]}",
                "{\"records\":[{\"headers\":{}}]}",
                "{\"records\":[{\"headers\":[{}]}]}",
                "{\"records\":[{\"headers\":[[]]}]}",
                "{\"records\":[{\"headers\":[[\"a\"]]}]}",
                "{\"records\":[{\"headers\":[[\"a\",\"b\",\"c\"]]}]}",
                "{\"records\":[{\"headers\":[[\"a\",null]]}]}",
                "{\"records\":[{\"headers\":[[\"a\",1]]}]}",
                "{\"records\":[{}],\"records\":[{}]}",
                "{\"records\":[{\"body\":\"a\",\"body\":\"a\"}]}",
                "{\"records\":[{\"timestamp\":1,\"timestamp\":null}]}",
                "{\"records\":[{}],\"match_seq_num\":1,\"match_seq_num\":1}",
                "{\"records\":[{}],\"fencing_token\":\"\",\"fencing_token\":null}",
                "{\"records\":[{}],\"fencing_token\":1}",
                "{\"records\":[{\"body\":\"a\nb\"}]}",
                "{\"records\":[{\"body\":\"\\x\"}]}",
                "{\"records\":[{\"body\":\"\\u12\"}]}",
                "{\"records\":[{\"body\":\"\\ud800\"}]}",
                "{\"records\":[{\"body\":\"\\udc00\\ud800\"}]}",
                "{\"records\":[{\"headers\":[[\"a\",\"\\ud800\"]]}]}",
                "{\"records\":[{}],\"fencing_token\":\"\\udfff\"}",
                "[[{}],null,null]",
                "\ufeff{\"records\":[{}]}",
                "\u0000{\"records\":[{}]}",
                "{\"records\":[{}],\"zz\":tru}",
                "{\"records\":[{}],\"zz\":\"\\q\"}",
                "{\"records\":[{}],\"zz\":01}",
                "{\"records\":[{}],\"zz\":NaN}"
            })
    void refusesWhatIsNotTheJsonOfAnAppend(String body) {
        assertRefused(ErrorCode.BAD_JSON, () -> decode(body)).startsWith("Invalid JSON: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "-1",
                "1.0",
                "1e3",
                "1E0",
                "01",
                "+1",
                "0x1",
                "\"1\"",
                "true",
                "{}",
                "[1]",
                "18446744073709551616",
                "99999999999999999999",
                "100000000000000000000"
            })
    void refusesNumbersThatAreNotPlainUnsigned64BitIntegers(String number) {
        assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"records\":[{\"timestamp\":" + number + "}]}"));
        assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"records\":[{}],\"match_seq_num\":" + number + "}"));
    }

    @Test
    void refusesTooLongAFencingToken() throws Exception {
        assertThat(decode("{\"records\":[{}],\"fencing_token\":\"" + "€".repeat(12) + "\"}")
                        .fencingToken())
                .isEqualTo(new FencingToken("€".repeat(12)));
        assertRefused(
                        ErrorCode.BAD_JSON,
                        () -> decode("{\"records\":[{}],\"fencing_token\":\"" + "x".repeat(37) + "\"}"))
                .contains("36")
                .contains("37");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"records\":[]}",
                "{\"records\":[{\"headers\":[[\"\",\"\"]]}]}",
                "{\"records\":[{\"headers\":[[\"\",\"FENCE\"]]}]}",
                "{\"records\":[{\"headers\":[[\"\",\"fence\"],[\"a\",\"b\"]]}]}",
                "{\"records\":[{\"headers\":[[\"\",\"trim\"]],\"body\":\"1234567\"}]}"
            })
    void tellsABadBatchFromABadText(String body) {
        assertRefused(ErrorCode.INVALID, () -> decode(body));
    }

    @Test
    void aDefectOfTheTextGoesBeforeOneOfTheBatch() {
        assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"records\":[{\"headers\":[[\"\",\"\"]]},{\"body\":null}]}"));
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> AppendJson.decode(Utf8.bytes("{\"records\":[{\"body\":\"!\"}]"), RecordFormat.BASE64));
    }

    @Test
    void namesTheFirstOfSeveralBadRecords() {
        assertRefused(
                        ErrorCode.INVALID,
                        () -> decode("{\"records\":[{\"headers\":[[\"\",\"\"]]},{\"headers\":[[\"\",\"trim\"]]}]}"))
                .contains("unknown command");
        assertRefused(
                        ErrorCode.INVALID,
                        () -> AppendJson.decode(
                                Utf8.bytes("{\"records\":[{\"body\":\"!\"},{\"headers\":[[\"\",\"\"]]}]}"),
                                RecordFormat.BASE64))
                .contains("Base64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aGk",
                "a-_=",
                "aGk=\\n",
                " aGk=",
                "aG k",
                "aGl=",
                "aR==",
                "====",
                "=",
                "a===",
                "aGk=aGk=",
                "aGé="
            })
    void takesStrictBase64Only(String text) {
        assertRefused(
                        ErrorCode.INVALID,
                        () -> AppendJson.decode(
                                Utf8.bytes("{\"records\":[{\"body\":\"" + text + "\"}]}"), RecordFormat.BASE64))
                .contains("invalid Base64 encoding");
    }

    @Test
    void ignoresUnknownFieldsWhateverTheyHold() throws Exception {
        AppendInput input = decode("""
                {"a":{"records":null},"records":[{"x":[1,{"body":null}],"body":"b","y":-0.5e-7}],"zz":1,"zz":2,
                 "Records":1,"s":"\\ud800","n":123456789012345678901234567890}""");
        assertThat(Stored.of(input.batch())).containsExactly(new Stored(0, Stored.NOW, List.of(), "b"));
    }

    @Test
    void looksAtTheEncodingOfWhatItReadsOnly() throws Exception {
        byte[] bad = {(byte) 0xC0, (byte) 0x80};
        assertThat(Stored.of(AppendJson.decode(
                                join("{\"zz\":\"", bad, "\",\"records\":[{\"body\":\"\ufffd\"}]}"), RecordFormat.RAW)
                        .batch()))
                .extracting(Stored::body)
                .containsExactly("\u00ef\u00bf\u00bd");
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> AppendJson.decode(join("{\"records\":[{\"body\":\"", bad, "\"}]}"), RecordFormat.RAW));
        assertRefused(
                ErrorCode.BAD_JSON,
                () -> AppendJson.decode(
                        join("{\"records\":[{\"body\":\"\\ud800", new byte[] {(byte) 0xFF}, "\\udc00\"}]}"),
                        RecordFormat.RAW));
        assertRefused(ErrorCode.BAD_JSON, () -> AppendJson.decode(join("", bad, ""), RecordFormat.RAW));
        assertRefused(
                ErrorCode.BAD_JSON, () -> AppendJson.decode(join("{\"records\":[{}]}", bad, ""), RecordFormat.RAW));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void survivesAnyDepth() throws Exception {
        assertThat(decode("{\"zz\":" + nested(127) + ",\"records\":[{}]}")
                        .batch()
                        .count())
                .isEqualTo(1);
        assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"zz\":" + nested(100_000) + ",\"records\":[{}]}"));
        assertRefused(ErrorCode.BAD_JSON, () -> decode("[".repeat(100_000)));
        assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"a\":".repeat(100_000)));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void stepsOverHugeNumbersAndManyFieldsQuickly() throws Exception {
        String many = "\"a\":1,".repeat(100_000);
        for (String zz : List.of("9".repeat(100_000), "0." + "0".repeat(1_000_000), "1e-" + "1".repeat(21))) {
            assertThat(decode("{" + many + "\"zz\":" + zz + ",\"records\":[{}]}")
                            .batch()
                            .count())
                    .isEqualTo(1);
        }
        StringBuilder distinct = new StringBuilder("{");
        for (int i = 0; i < 100_000; i++) {
            distinct.append("\"f").append(i).append("\":0,");
        }
        assertThat(decode(distinct + "\"records\":[{}]}").batch().count()).isEqualTo(1);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void refusesHugeTimestampsQuickly() {
        for (String number : List.of("9".repeat(2_000_000), "0." + "0".repeat(100_000), "1e" + "9".repeat(1000))) {
            assertRefused(ErrorCode.BAD_JSON, () -> decode("{\"records\":[{\"timestamp\":" + number + "}]}"))
                    .hasSizeLessThan(300);
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void checksTheEncodingOfManyStringsQuickly() throws Exception {
        String header = "[\"\ufffd\",\"\"],";
        String body = "{\"records\":[{\"headers\":[" + header.repeat(200_000) + "[\"a\",\"\"]]}]}";
        assertThat(decode(body).batch().count()).isEqualTo(1);
        assertThat(AppendJson.decode(
                                join("{\"zz\":\"", new byte[] {(byte) 0xFF}, "\"," + body.substring(1)),
                                RecordFormat.RAW)
                        .batch()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void takesAThousandRecordsAndTheLargestBody() throws Exception {
        assertThat(decode("{\"records\":[{}" + ",{}".repeat(999) + "]}").batch().count())
                .isEqualTo(1000);
        assertRefused(ErrorCode.INVALID, () -> decode("{\"records\":[{}" + ",{}".repeat(1000) + "]}"))
                .contains("1001");
        assertThat(decode("{\"records\":[{\"body\":\"" + "x".repeat(1_048_568) + "\"}]}")
                        .batch()
                        .meteredBytes())
                .isEqualTo(1 << 20);
        assertRefused(ErrorCode.INVALID, () -> decode("{\"records\":[{\"body\":\"" + "x".repeat(1_048_569) + "\"}]}"));
    }

    @Test
    void readsUtf8Only() {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16)) {
            byte[] body = "{\"records\":[{}]}".getBytes(charset);
            assertRefused(ErrorCode.BAD_JSON, () -> AppendJson.decode(body, RecordFormat.RAW));
        }
    }

    @Test
    void takesBlanksOfJsonOnly() throws Exception {
        assertThat(decode(" \t\r\n{\"records\" : [ { } ] } \n").batch().count()).isEqualTo(1);
        assertRefused(ErrorCode.BAD_JSON, () -> decode("\u00a0{\"records\":[{}]}"));
        assertRefused(ErrorCode.BAD_JSON, () -> decode("\f{\"records\":[{}]}"));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static byte[] join(String before, byte[] bytes, String after) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Utf8.bytes(before));
        out.writeBytes(bytes);
        out.writeBytes(Utf8.bytes(after));
        return out.toByteArray();
    }

    private static AppendInput decode(String body) throws BadRequestException {
        return AppendJson.decode(Utf8.bytes(body), RecordFormat.RAW);
    }
}
