package io.runnel.verify;

import static io.runnel.verify.Stream.BASE64;
import static io.runnel.verify.Stream.JSON;
import static io.runnel.verify.Stream.PROTO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract 13.6: parsing of bodies and negotiation. */
class ParsingIT extends OverBoth {
    private static final int LIMIT = 2_097_152;
    private static final String BIG_UNSIGNED = "18446744073709551615";

    @Test
    void caseP01_deepNestingInAnUnknownFieldDoesNoHarm() {
        Stream stream = stream();
        stream.append("{\"zz\":" + nested(127) + ",\"records\":[{}]}").is(200);
        Response deep = stream.append("{\"zz\":" + nested(100_000) + ",\"records\":[{}]}");
        if (deep.status() != 200) {
            deep.isError(400, "bad_json");
        }
        client.assertAlive();
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void caseP02_aBodyOfOpeningBracketsIsBadJson() {
        Stream stream = stream();
        stream.append("[".repeat(100_000)).isError(400, "bad_json");
        stream.append("{\"records\":" + "[".repeat(100_000)).isError(400, "bad_json");
        stream.append("{\"a\":".repeat(100_000)).isError(400, "bad_json");
        stream.patch("[".repeat(100_000)).isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void caseP03_aNullMinimumAgeClearsOnlyInAChange() {
        Stream stream = stream("{\"delete_on_empty\":{\"min_age_secs\":9}}");
        String config = "{\"delete_on_empty\":{\"min_age_secs\":null}}";
        stream.basin().post("{\"stream\":\"new\",\"config\":" + config + "}").isError(400, "bad_json");
        stream.put(config).isError(400, "bad_json");
        assertThat(stream.patch(config)
                        .is(200)
                        .json()
                        .at("/delete_on_empty/min_age_secs")
                        .intValue())
                .isZero();
    }

    @Test
    void caseP04_whatJsonOrTheRangeForbidsIsBadJson() {
        Stream stream = stream();
        stream.append("\ufeff{\"records\":[{}]}").isError(400, "bad_json");
        for (String number : List.of("-0", "18446744073709551616", "-1", "1.0", "1e3", "01", "\"1\"", "true", "[1]")) {
            stream.append("{\"records\":[{\"timestamp\":" + number + "}]}").isError(400, "bad_json");
            stream.append("{\"records\":[{}],\"match_seq_num\":" + number + "}").isError(400, "bad_json");
        }
        for (String body : List.of(
                "",
                " ",
                "{",
                "null",
                "7",
                "\"x\"",
                "[]",
                "{}",
                "{\"records\":null}",
                "{\"records\":{}}",
                "{\"records\":[null]}",
                "{\"records\":[{}]} x",
                "{\"records\":[{}]}{}",
                "{\"records\":[{}],}",
                "{\"records\":[{},]}",
                "{records:[{}]}",
                "{'records':[{}]}",
                "{\"records\":[{\"body\":7}]}",
                "{\"records\":[{\"body\":\"a\nb\"}]}",
                "{\"records\":[{\"body\":\"\\x41\"}]}",
                "{\"records\":[{\"headers\":{}}]}",
                "{\"records\":[{}],\"fencing_token\":7}",
                "{\"records\":[{}],\"zz\":nul}",
                "{\"records\":[{}],\"zz\":+1}",
                "/* c */{\"records\":[{}]}",
                "{\"records\":[{}]}\u0000")) {
            stream.append(body).isError(400, "bad_json");
        }
        stream.assertTail(0);
        stream.append(" \t\r\n{\"records\":[{\"timestamp\":" + BIG_UNSIGNED + "}]} \t\r\n")
                .is(200);
    }

    @Test
    void caseP05_onlyKnownFieldsMayNotRepeat() {
        Stream stream = stream();
        stream.append("{\"records\":[{}],\"zz\":1,\"zz\":2}").is(200);
        stream.append("{\"records\":[{}],\"records\":[{}]}").isError(400, "bad_json");
        stream.append("{\"records\":[{\"body\":\"a\",\"body\":\"a\"}]}").isError(400, "bad_json");
        stream.append("{\"records\":[{}],\"match_seq_num\":1,\"match_seq_num\":1}")
                .isError(400, "bad_json");
        stream.append("{\"records\":[{}],\"fencing_token\":null,\"fencing_token\":\"\"}")
                .isError(400, "bad_json");
        stream.assertTail(1);
    }

    @Test
    void caseP06_aLoneSurrogateIsADefectOfAKnownString() {
        Stream stream = stream();
        for (String bad : List.of("\\ud800", "\\udc00", "\\ud800x", "\\ud800\\ud800", "\\udc00\\ud800")) {
            stream.append("{\"records\":[{\"body\":\"" + bad + "\"}]}").isError(400, "bad_json");
            stream.append("{\"records\":[{\"headers\":[[\"" + bad + "\",\"\"]]}]}")
                    .isError(400, "bad_json");
            stream.append("{\"records\":[{}],\"fencing_token\":\"" + bad + "\"}")
                    .isError(400, "bad_json");
        }
        stream.assertTail(0);
        stream.append("{\"records\":[{}],\"zz\":\"\\ud800\"}").is(200);
        stream.append("{\"records\":[{\"body\":\"\\ud83d\\ude00\\u0000\"}]}").is(200);
        assertThat(stream.texts()).containsExactly("", "😀\u0000");
    }

    @Test
    void caseP07_anArrayIsNoObject() {
        Stream stream = stream();
        stream.append("[[{}],null,null]").isError(400, "bad_json");
        stream.append("{\"records\":[[null,[],\"x\"]]}").isError(400, "bad_json");
        stream.patch("[]").isError(400, "bad_json");
        stream.put("[]").isError(400, "bad_json");
        stream.patch("{\"timestamping\":[]}").isError(400, "bad_json");
        stream.patch("{\"timestamping\":{\"mode\":{\"arrival\":null}}}").isError(400, "bad_json");
        stream.basin().patch("[]").isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void caseP08_aBodyHasTwoMebibytesAtMost() {
        Stream stream = stream();
        byte[] json = padded("{\"records\":[{}]}", LIMIT);
        byte[] proto = Proto.padded(Input.of("x").toBytes(), LIMIT);
        assertLimit(stream, JSON, json, "bad_json");
        assertLimit(stream, PROTO, proto, "bad_proto");
        stream.assertTail(4);
        client.call(Request.of("POST", "/v1/basins", JSON)
                        .body(padded("{\"basin\":\"" + Client.freshName() + "\"}", LIMIT)))
                .is(201);
        client.call(Request.of("POST", "/v1/basins", JSON)
                        .body(padded("{\"basin\":\"" + Client.freshName() + "\"}", LIMIT + 1)))
                .isError(400, "bad_json");
    }

    private void assertLimit(Stream stream, String type, byte[] exact, String code) {
        Request request = stream.request("POST", "/records", type);
        byte[] larger = Arrays.copyOf(exact, exact.length + 1);
        larger[exact.length] = ' ';
        client.call(request.body(exact)).is(200);
        client.call(request.body(larger)).isError(400, code);
        streamed(request, exact).is(200);
        streamed(request, larger).isError(400, code);
    }

    /** In pieces, without a length in advance. */
    private Response streamed(Request request, byte[] body) {
        Exchange exchange = client.connect().open(request);
        for (int from = 0; from < body.length; from += 300_000) {
            exchange.write(Arrays.copyOfRange(body, from, Math.min(body.length, from + 300_000)));
        }
        exchange.end();
        return Response.collect(exchange.answer());
    }

    private static byte[] padded(String json, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) ' ');
        System.arraycopy(json.getBytes(UTF_8), 0, bytes, 0, json.getBytes(UTF_8).length);
        return bytes;
    }

    @Test
    void caseP09_malformedEscapesInAPathAreTextOrRefused() {
        Basin basin = client.basin();
        List<String> created = new ArrayList<>();
        for (String segment : List.of("%", "%4", "%zz", "a%")) {
            if (isTaken(Request.of("PUT", "/v1/streams/" + segment, basin.header()))) {
                created.add(segment);
            }
        }
        assertThat(basin.names("")).isEqualTo(created);
        for (String segment : List.of("%ff", "%c3", "%c0%80", "%ed%a0%80")) {
            Response response = client.get("/v1/streams/" + segment + "/records", basin.header());
            if (protocol() == Protocol.HTTP_1_1) {
                response.isError(400, "bad_path");
                client.put("/v1/streams/" + segment, "{}", basin.header()).isError(400, "bad_path");
            } else {
                // Over HTTP/2 the library may have put U+FFFD there (docs/adr/0007).
                assertThat(response.status()).isIn(400, 404);
            }
        }
    }

    /**
     * A malformed escape is text, or, where the HTTP library has the say (docs/adr/0007), refused before anybody looks
     * at the request: by an empty 400 over HTTP/1.1, and by the end of the connection over HTTP/2.
     */
    private boolean isTaken(Request request) {
        Answer answer = client.connect().send(request).answer();
        if (protocol() == Protocol.HTTP_2 && !answer.awaitEnd().equals(Answer.CLEAN)) {
            return false;
        }
        Response response = Response.collect(answer);
        if (response.status() == 400) {
            response.isEmpty(400);
            return false;
        }
        assertThat(response.status()).isIn(200, 201);
        return true;
    }

    @Test
    void caseP10_malformedEscapesInAQueryAreTextOrRefusedAndBadUtf8IsReplaced() {
        Basin basin = client.basin();
        client.put("/v1/streams/%25zz", "{}", basin.header()).is(201);
        client.put("/v1/streams/%EF%BF%BD", "{}", basin.header()).is(201);
        if (isTaken(Request.of("GET", "/v1/streams?prefix=%zz", basin.header()))) {
            assertThat(basin.names("prefix=%zz")).containsExactly("%zz");
        }
        assertThat(basin.names("prefix=%ff")).containsExactly("\ufffd");
        basin.list("prefix=" + "%E2%82%AC".repeat(170)).is(200);
        basin.list("prefix=" + "%E2%82%AC".repeat(171)).isError(400, "bad_query");
        basin.list("start_after=" + "s".repeat(513)).isError(400, "bad_query");
    }

    @Test
    void caseP11_integersOfAQueryArePlainDigits() {
        Basin basin = client.basin();
        for (String query : List.of("limit=", "limit", "limit=+5", "limit=1&limit=1", "limit=-1", "limit=5%20")) {
            basin.list(query).isError(400, "bad_query");
        }
        basin.list("limit=05").is(200);
        basin.list("limit=%2B5").isError(400, "bad_query");
        basin.list("prefix=a&prefix=a").isError(400, "bad_query");
        basin.list("li%6Dit=x").isError(400, "bad_query");
        basin.list("LIMIT=x&other=y&&=&x").is(200);
    }

    @Test
    void caseP12_theContentEncodingIsCheckedOnEveryKnownPath() {
        String coding = "content-encoding: br";
        client.get("/v1/basins", coding).isEmpty(415);
        client.delete("/v1/basins", coding).isEmpty(415);
        client.get("/v1/nope", coding).isEmpty(404);
        client.get("/v1/streams/s/records", coding).isEmpty(415);
        client.get("/v1/basins?limit=1", "content-encoding: identity").is(200);
    }

    @Test
    void caseP13_oneGzipMemberOrAnyNumberOfZstdFrames() {
        byte[] json = "{\"records\":[{\"body\":\"whole\"}]}".getBytes(UTF_8);
        byte[] head = Arrays.copyOf(json, 10);
        byte[] rest = Arrays.copyOfRange(json, 10, json.length);
        Stream stream = stream();
        encoded(stream, "gzip", joined(Codings.gzip(head), Codings.gzip(rest))).isError(400, "bad_json");
        stream.assertTail(0);
        encoded(stream, "zstd", joined(Codings.zstd(head), Codings.zstd(rest))).is(200);
        encoded(stream, "gzip", Codings.gzip(json)).is(200);
        assertThat(stream.texts()).containsExactly("whole", "whole");
        byte[] gzip = Codings.gzip(json);
        byte[] wrongSum = gzip.clone();
        wrongSum[gzip.length - 6] ^= 1;
        byte[] zstd = Codings.zstd(json);
        for (byte[] bad : List.of(Arrays.copyOf(gzip, gzip.length - 9), wrongSum, json, new byte[] {1, 2, 3})) {
            encoded(stream, "gzip", bad).isError(400, "bad_json");
        }
        for (byte[] bad : List.of(Arrays.copyOf(zstd, zstd.length - 2), json)) {
            encoded(stream, "zstd", bad).isError(400, "bad_json");
        }
        client.call(stream.request("POST", "/records", PROTO, "content-encoding: gzip")
                        .body(json))
                .isError(400, "bad_proto");
        stream.assertTail(2);
    }

    private Response encoded(Stream stream, String coding, byte[] body) {
        return client.call(stream.request("POST", "/records", JSON, "content-encoding: " + coding)
                .body(body));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    @Test
    void caseP14_theBestAcceptedCodingIsUsed() {
        Stream stream = stream();
        stream.add("z".repeat(2_000));
        assertCoding(stream, "zstd", "*");
        assertCoding(stream, "gzip", "zstd;q=0, *");
        assertCoding(stream, null, "gzip;q=2");
        assertCoding(stream, null, "gzip;q=abc");
        assertCoding(stream, null, "gzip;q=0.1234");
        assertCoding(stream, "gzip", "gzip;q=0.5, zstd;q=0.4");
        assertCoding(stream, "zstd", "gzip;q=0.5, zstd;q=0.5");
        assertCoding(stream, "gzip", "X-GZIP");
        assertCoding(stream, null, "identity, gzip;q=0.5");
        assertCoding(stream, "gzip", "br, gzip");
        assertCoding(stream, null, "br");
        // Nothing acceptable: uncompressed rather than refused.
        assertCoding(stream, null, "identity;q=0");
        Response lines = stream.read("seq_num=0", "accept-encoding: gzip;q=0.2", "accept-encoding: zstd")
                .is(200);
        assertThat(lines.header("content-encoding")).isEqualTo("zstd");
    }

    private static void assertCoding(Stream stream, String coding, String accepted) {
        Response response =
                stream.read("seq_num=0", "accept-encoding: " + accepted).is(200);
        assertThat(response.header("content-encoding")).as(accepted).isEqualTo(coding);
        byte[] plain = coding == null
                ? response.body()
                : coding.equals("gzip") ? Codings.gunzip(response.body()) : Codings.unzstd(response.body());
        assertThat(Json.parse(new String(plain, UTF_8)).get("records")).hasSize(1);
    }

    @Test
    void caseP15_protobufIsForgivingWhereItsRulesSaySo() {
        Stream stream = stream();
        byte[] everyWireType = new Proto()
                .raw(Input.of("x").toBytes())
                .varint(14, 7)
                .bytes(15, new byte[3])
                .rawVarint((16 << 3) | 1)
                .raw(new byte[8])
                .rawVarint((17 << 3) | 5)
                .raw(new byte[4])
                .rawVarint((18 << 3) | 3)
                .varint(1, 1)
                .rawVarint((18 << 3) | 4)
                .toBytes();
        stream.appendProto(everyWireType).is(200);
        stream.append(Input.of("y").match(7).match(1)).is(200);
        stream.append(Input.of("y").fencing("a").fencing("")).is(200);
        stream.assertTail(3);
        byte[] x = Input.of("x").toBytes();
        List<byte[]> bad = List.of(
                new Proto().raw(x).bytes(3, new byte[] {(byte) 0xff}).toBytes(),
                new Proto().raw(x).bytes(2, new byte[] {1}).toBytes(),
                new Proto().raw(x).varint(1, 5).toBytes(),
                new Proto().raw(x).varint(3, 5).toBytes(),
                new Proto().raw(x).rawVarint(0).rawVarint(0).toBytes(),
                Arrays.copyOf(x, x.length - 1),
                new Proto().raw(x).rawVarint(2 << 3).toBytes(),
                new Proto()
                        .raw(x)
                        .rawVarint(2 << 3)
                        .raw(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1})
                        .toBytes(),
                new Proto().raw(x).rawVarint((9 << 3) | 3).toBytes(),
                new Proto().raw(x).rawVarint((9 << 3) | 4).toBytes(),
                new Proto().raw(x).rawVarint((9 << 3) | 7).toBytes());
        for (byte[] body : bad) {
            stream.appendProto(body).isError(400, "bad_proto");
        }
        stream.assertTail(3);
    }

    @Test
    void caseP16_ofARepeatedHeaderTheFirstLineCounts() {
        Stream stream = stream();
        String other = "s2-basin: " + Client.freshName();
        client.call(Request.of(
                                "POST",
                                stream.path() + "/records",
                                stream.basin().header(),
                                other)
                        .json("{\"records\":[{\"body\":\"aGk=\"}]}")
                        .with(BASE64, "s2-format: bogus"))
                .is(200);
        assertThat(stream.texts()).containsExactly("hi");
        stream.append("{\"records\":[{}]}", "s2-format: bogus", BASE64).isError(400, "bad_header");
        String key = "s2-encryption-key: ";
        stream.append("{\"records\":[{}]}", key + "k", key + "k".repeat(45)).is(200);
        stream.append("{\"records\":[{}]}", key + "k".repeat(45), key + "k").isError(400, "bad_header");
        String token = "s2-request-token: ";
        stream.basin()
                .post("{\"stream\":\"t\"}", token + "a", token + "t".repeat(37))
                .is(201);
        stream.basin().post("{\"stream\":\"t\"}", token + "a").isProvisioned(201, "noop");
    }

    @Test
    void caseP17_theAuthorizationIsIgnored() {
        client.get("/v1/basins?limit=1").is(200);
        for (String value : List.of("Bearer ignored", "garbage", "", "Basic !!", "Bearer")) {
            client.get("/v1/basins?limit=1", "authorization: " + value).is(200);
        }
    }

    @Test
    void caseP20_hugeUnknownValuesAreSkippedQuickly() {
        Stream stream = stream();
        String many =
                IntStream.range(0, 100_000).mapToObj(i -> "\"z" + i + "\":" + i).collect(Collectors.joining(","));
        for (String unknown : List.of(
                "\"zz\":" + "9".repeat(100_000),
                "\"zz\":1e-999999999999999999999",
                "\"zz\":-0.0e+5",
                "\"zz\":\"" + "x".repeat(1_000_000) + "\"",
                many)) {
            assertThat(timed(() ->
                            stream.append("{" + unknown + ",\"records\":[{}]}").is(200)))
                    .isLessThan(millis(5_000));
        }
    }

    @Test
    void caseP21_hugeKnownNumbersAreBadJson() {
        Stream stream = stream();
        stream.append("{\"records\":[{\"timestamp\":" + "9".repeat(100_000) + "}]}")
                .isError(400, "bad_json");
        stream.append("{\"records\":[{\"timestamp\":0." + "0".repeat(100_000) + "}]}")
                .isError(400, "bad_json");
        stream.append("{\"records\":[{\"timestamp\":" + "0".repeat(100_000) + "1}]}")
                .isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void caseP22_aRecordMayConsistOfHeaders() {
        Stream stream = stream();
        stream.append(withTinyHeaders(349_523)).isError(422, "invalid");
        stream.append(withTinyHeaders(349_522)).is(200);
        assertThat(stream.batch("seq_num=0").records().get(0).headers()).hasSize(349_522);
        assertThat(stream.read("seq_num=0").is(200).json().at("/records/0/headers"))
                .hasSize(349_522);
        assertThat(stream.read("seq_num=0", BASE64).is(200).json().at("/records/0/headers"))
                .hasSize(349_522);
    }

    private static Input withTinyHeaders(int count) {
        Proto record = new Proto();
        Proto header = new Proto().bytes(1, new byte[] {'k'});
        for (int i = 0; i < count; i++) {
            record.message(2, header);
        }
        return new Input().record(record);
    }

    @Test
    void caseP23_eachMaximalInvalidSubsequenceIsReplacedOnce() {
        Stream stream = stream();
        stream.append(new Input()
                        .record(bytes(0xe2, 0x82))
                        .record(bytes(0xc0, 0x80))
                        .record(bytes(0xed, 0xa0, 0x80))
                        .record(bytes(0xf4, 0x90, 0x80, 0x80))
                        .record(bytes(0xe2, 0xe2, 0x82, 0xac)))
                .is(200);
        List<String> bodies = new ArrayList<>();
        stream.read("seq_num=0")
                .json()
                .get("records")
                .forEach(record -> bodies.add(record.get("body").textValue()));
        assertThat(bodies)
                .containsExactly("\ufffd", "\ufffd\ufffd", "\ufffd\ufffd\ufffd", "\ufffd\ufffd\ufffd\ufffd", "\ufffd€");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void caseP25_agesUpToTheLargestNumberAreAgesLikeAnyOther() {
        Stream stream = stream("{\"retention_policy\":{\"age\":" + BIG_UNSIGNED
                + "},\"delete_on_empty\":{\"min_age_secs\":" + BIG_UNSIGNED + "}}");
        stream.fill(3);
        stream.append(Input.trim(2)).is(200);
        stream.awaitRecords(2L, 3L);
        assertThat(stream.config().json().at("/retention_policy/age").bigIntegerValue())
                .hasToString(BIG_UNSIGNED);
        assertThat(stream.config().json().at("/delete_on_empty/min_age_secs").bigIntegerValue())
                .hasToString(BIG_UNSIGNED);
    }
}
