package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.FencingToken;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import io.runnel.model.StreamOptions;
import io.runnel.model.Utf8;
import io.runnel.server.TestEdge.Answer;
import io.runnel.wire.Compression;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unary appends (contract 1.6 to 1.8, 2.4.3, 13.1). */
class UnaryAppendTest {
    private static final String ACK = "{\"start\":{\"seq_num\":0,\"timestamp\":1000},"
            + "\"end\":{\"seq_num\":1,\"timestamp\":1000},\"tail\":{\"seq_num\":1,\"timestamp\":1000}}";
    private static final byte[] ONE_RECORD = HexFormat.of().parseHex("0a041a026869");

    private final TestEdge edge = new TestEdge();

    private TestEdge.Request append() {
        return edge.post("/v1/streams/s/records").inBasin();
    }

    @Test
    void acknowledgesJson() {
        Answer answer = append().json("{\"records\":[{\"timestamp\":5,\"headers\":[[\"k\",\"v\"]],\"body\":\"hello\"}],"
                        + "\"match_seq_num\":7,\"fencing_token\":\"abc\"}")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(ACK);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(edge.streams.input.matchSeqNum()).isEqualTo(7);
        assertThat(edge.streams.input.fencingToken()).isEqualTo(new FencingToken("abc"));
        assertThat(edge.streams.input.batch().meteredBytes()).isEqualTo(8 + 2 + 2 + 5);
    }

    @Test
    void theAnswerIsWhatIsAcceptedWhateverCame() {
        Answer protobuf = append().type("application/x-protobuf")
                .header("accept", "Application/Protobuf;q=0.1, application/json")
                .body(ONE_RECORD)
                .send();
        assertThat(protobuf.contentType()).isEqualTo("application/protobuf");
        assertThat(HexFormat.of().formatHex(protobuf.bytes())).isEqualTo("0a0310e80712050801" + "10e8071a05080110e807");
        Answer json = append().type("application/protobuf").body(ONE_RECORD).send();
        assertThat(json.text()).isEqualTo(ACK);
        assertThat(append().json("{\"records\":[{}]}")
                        .header("accept", "application/protobuf")
                        .send()
                        .contentType())
                .isEqualTo("application/protobuf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/vnd.x+json; charset=utf-8", "APPLICATION/JSON"})
    void jsonHasManyNames(String type) {
        assertThat(append().type(type).body("{\"records\":[{}]}").send().status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/jsonx"})
    void otherTypesAreDefectsOfJson(String type) {
        Answer answer = append().type(type).body("{\"records\":[{}]}").send();
        assertThat(answer.error()).isEqualTo("400 bad_json");
        assertThat(answer.text()).contains("Expected request with `Content-Type: application/json`");
    }

    @Test
    void aMissingTypeIsADefectOfJson() {
        assertThat(append().body("{\"records\":[{}]}").send().error()).isEqualTo("400 bad_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"records\":[]} | 422 invalid",
                "{} | 400 bad_json",
                "{\"records\":null} | 400 bad_json",
                "{\"records\":[{\"body\":null}]} | 400 bad_json",
                "{\"records\":[{\"headers\":null}]} | 400 bad_json",
                "{\"records\":[{\"headers\":[[\"a\",\"b\",\"c\"]]}]} | 400 bad_json",
                "{\"records\":[{\"headers\":[[\"a\"]]}]} | 400 bad_json",
                "{\"records\":[{\"headers\":[[\"\",\"\"]]}]} | 422 invalid",
                "{\"records\":[{\"headers\":[[\"\",\"FENCE\"]]}]} | 422 invalid",
                "{\"records\":[{\"headers\":[[\"\",\"fence\"],[\"a\",\"b\"]]}]} | 422 invalid",
                "{\"records\":[{\"headers\":[[\"\",\"trim\"]],\"body\":\"1234567\"}]} | 422 invalid",
                "{\"records\":[{}],\"fencing_token\":\"1234567890123456789012345678901234567\"} | 400 bad_json",
                "{\"records\":[{\"timestamp\":-0}]} | 400 bad_json",
                "{\"records\":[{\"timestamp\":18446744073709551616}]} | 400 bad_json",
                "{\"records\":[{\"timestamp\":1.0}]} | 400 bad_json",
                "{\"records\":[{}],\"records\":[{}]} | 400 bad_json",
                "{\"records\":[{\"body\":\"\\ud800\"}]} | 400 bad_json",
                "[[{}],null,null] | 400 bad_json",
                "{\"records\":[{}]} x | 400 bad_json",
                "{\"records\":[{}],\"zz\":1,\"zz\":2} | 200 ",
                "{\"records\":[{}],\"zz\":\"\\ud800\"} | 200 ",
                "{\"records\":[{\"timestamp\":null,\"body\":\"x\"}],\"match_seq_num\":null,\"fencing_token\":null} | 200 ",
                "{\"records\":[{\"timestamp\":18446744073709551615}]} | 200 ",
            })
    void jsonIsReadByTheLetter(String body, String expected) {
        assertThat(append().json(body).send().error()).startsWith(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 422 invalid",
                "0a04 | 400 bad_proto",
                "0a041a026869 1801 | 400 bad_proto",
                "0a041a026869 1a01ff | 400 bad_proto",
                "0a041a026869 1a26 3131313131313131313131313131313131313131313131313131313131313131313131313131"
                        + " | 422 invalid",
                "0a041a026869 1001 1002 | 200 ",
                "0a041a026869 20 01 29 0000000000000000 32 00 3b 3c 45 00000000 | 200 ",
            })
    void protobufIsReadByTheLetter(String hex, String expected) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(append().type("application/protobuf").body(body).send().error())
                .startsWith(expected);
    }

    @Test
    void aProtobufAppendDoesNotLookAtTheFormat() {
        assertThat(append().type("application/protobuf")
                        .header("s2-format", "bogus")
                        .body(ONE_RECORD)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"aGk=,200", "aGk,422", "a-_=,422", "aGl=,422", "====,422", "'',200"})
    void base64IsStrict(String body, int status) {
        assertThat(append().header("s2-format", " json-binsafe ")
                        .json("{\"records\":[{\"body\":\"" + body + "\"}]}")
                        .send()
                        .status())
                .isEqualTo(status);
    }

    @Test
    void conditionsThatFailAnswerWithTheStateAndNoCode() {
        edge.streams.refusal = new StreamError.SeqNumMismatch(-1);
        Answer answer = append().json("{\"records\":[{}]}").send();
        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.text()).isEqualTo("{\"seq_num_mismatch\":18446744073709551615}");
        edge.streams.refusal = new StreamError.FencingTokenMismatch(FencingToken.NONE);
        assertThat(append().json("{\"records\":[{}]}").send().text()).isEqualTo("{\"fencing_token_mismatch\":\"\"}");
        edge.streams.refusal = new StreamError.ReadUnwritten(Position.ZERO);
        assertThat(append().json("{\"records\":[{}]}").send().status()).isEqualTo(416);
    }

    @Test
    void bodiesHaveALimitWhateverTheirKind() {
        String json = "{\"records\":[{}]}";
        String most = json + " ".repeat((2 << 20) - json.length());
        assertThat(append().json(most).send().status()).isEqualTo(200);
        Answer tooLong = append().json(most + " ").send();
        assertThat(tooLong.error()).isEqualTo("400 bad_json");
        assertThat(tooLong.text()).contains("\"message\":\"Failed to buffer the request body");
        assertThat(append().type("application/json")
                        .chunks(Source.repeat(ByteString.fromString(" ".repeat(1 << 16)))
                                .take(33))
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(append().type("application/protobuf")
                        .body(new byte[(2 << 20) + 1])
                        .send()
                        .error())
                .isEqualTo("400 bad_proto");
    }

    @Test
    void bodiesMayBeCompressed() {
        byte[] json = Utf8.bytes("{\"records\":[{\"body\":\"" + "x".repeat(5000) + "\"}]}");
        for (Compression coding : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            assertThat(append().header("content-encoding", coding.token())
                            .type("application/json")
                            .body(coding.compress(json))
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(edge.streams.input.batch().meteredBytes()).isEqualTo(5008);
        }
    }

    @Test
    void theLimitIsThatOfWhatComesOut() {
        byte[] random = new byte[1 << 20];
        ThreadLocalRandom.current().nextBytes(random);
        for (Compression coding : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            byte[] bomb = coding.compress(new byte[(2 << 20) + 1]);
            Answer answer = append().header("content-encoding", coding.token())
                    .type("application/protobuf")
                    .body(bomb)
                    .send();
            assertThat(answer.error()).isEqualTo("400 bad_proto");
            assertThat(answer.text()).contains("\"message\":\"Failed to buffer the request body");
            // What cannot be compressed comes out a little longer than it went in.
            assertThat(append().header("content-encoding", coding.token())
                            .type("application/json")
                            .body(coding.compress(random))
                            .send()
                            .text())
                    .contains("Invalid JSON");
        }
    }

    @Test
    void damagedDataIsADefectOfTheBody() {
        byte[] json = Utf8.bytes("{\"records\":[{\"body\":\"" + "x".repeat(5000) + "\"}]}");
        for (Compression coding : new Compression[] {Compression.GZIP, Compression.ZSTD}) {
            byte[] whole = coding.compress(json);
            byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
            for (byte[] body : new byte[][] {cut, json, new byte[0]}) {
                assertThat(append().header("content-encoding", coding.token())
                                .type("application/json")
                                .body(body)
                                .send()
                                .error())
                        .isEqualTo("400 bad_json");
            }
        }
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffIsNotApplied() {
        Answer answer = append().type("application/json")
                .chunks(Source.single(ByteString.fromString("{\"records\":[{}]}"))
                        .concat(Source.failed(new IllegalStateException("reset"))))
                .send();
        assertThat(answer.error()).isEqualTo("400 bad_json");
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void theConfigurationForACreationIsHandedOn() {
        append().header("s2-stream-config", "{\"storage_class\":\"standard\"}")
                .json("{\"records\":[{}]}")
                .send();
        assertThat(edge.streams.options).isEqualTo(new StreamOptions("standard", null, null, null, null));
        assertThat(append().header("s2-stream-config", "{\"retention_policy\":{\"age\":0}}")
                        .json("{\"records\":[{}]}")
                        .send()
                        .error())
                .isEqualTo("400 bad_header");
    }
}
