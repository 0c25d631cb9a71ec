package io.runnel.verify;

import static io.runnel.verify.Stream.ACCEPT_PROTO;
import static io.runnel.verify.Stream.BASE64;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Contract 13.1: limits and shapes of appends. */
class AppendLimitsIT extends OverBoth {
    private static final int MIB = 1_048_576;

    private static String records(int count) {
        return "{\"records\":[" + String.join(",", Collections.nCopies(count, "{}")) + "]}";
    }

    private static String bodies(int... lengths) {
        StringBuilder json = new StringBuilder("{\"records\":[");
        for (int i = 0; i < lengths.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"body\":\"")
                    .append("x".repeat(lengths[i]))
                    .append("\"}");
        }
        return json.append("]}").toString();
    }

    @Test
    void case001_anEmptyBatchIsInvalidAndMovesNothing() {
        Stream stream = stream();
        stream.append("{\"records\":[]}").isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case002_aThousandEmptyRecordsAreTaken() {
        assertThat(stream().append(records(1000)).ack().count()).isEqualTo(1000);
    }

    @Test
    void case003_aThousandAndOneRecordsAreTooMany() {
        Stream stream = stream();
        stream.append(records(1001)).isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case004_aRecordOfExactlyOneMebibyteIsTaken() {
        Stream stream = stream();
        stream.append(bodies(MIB - 8)).is(200);
        assertThat(stream.items().get(0).bytes()).hasSize(MIB - 8);
    }

    @Test
    void case005_aRecordOfOneByteMoreIsTooLarge() {
        Stream stream = stream();
        stream.append(bodies(MIB - 7)).isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case006_twoRecordsOfHalfAMebibyteAreTaken() {
        assertThat(stream().append(bodies(MIB / 2 - 8, MIB / 2 - 8)).ack().count())
                .isEqualTo(2);
    }

    @Test
    void case007_aBatchOfOneByteMoreThanAMebibyteIsTooLarge() {
        Stream stream = stream();
        stream.append(bodies(MIB / 2 - 8, MIB / 2 - 7)).isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case008_aJsonBodyAboveTwoMebibytesIsBadJsonAlsoAfterDecompression() {
        Stream stream = stream();
        String large = records(1) + " ".repeat(2 * MIB);
        stream.append(large).isError(400, "bad_json");
        Request compressed = stream.request("POST", "/records", Stream.JSON, "content-encoding: gzip")
                .body(Codings.gzip(large.getBytes(UTF_8)));
        client.call(compressed).isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void case009_aProtobufBodyAboveTwoMebibytesIsBadProto() {
        Stream stream = stream();
        stream.append(Input.of("x".repeat(2 * MIB))).isError(400, "bad_proto");
        stream.assertTail(0);
    }

    @Test
    void case010_anEmptyRecordReadsWithoutHeadersAndBody() {
        Stream stream = stream();
        stream.append("{\"records\":[{}]}").is(200);
        assertThat(Json.keys(
                        stream.read("seq_num=0").is(200).json().get("records").get(0)))
                .containsExactlyInAnyOrder("seq_num", "timestamp");
    }

    @Test
    void case011_nullBodyOrHeadersAreBadJson() {
        Stream stream = stream();
        stream.append("{\"records\":[{\"body\":null}]}").isError(400, "bad_json");
        stream.append("{\"records\":[{\"headers\":null}]}").isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void case012_nullTimestampAndConditionsAreAbsent() {
        stream().append("""
                        {"records":[{"timestamp":null,"body":"x"}],"match_seq_num":null,"fencing_token":null}""").is(200);
    }

    @Test
    void case013_aLoneEmptyHeaderIsAnUnknownCommand() {
        assertInvalid("[\"\",\"\"]");
    }

    @Test
    void case014_anEmptyHeaderNameAmongSeveralIsInvalid() {
        assertInvalid("[\"\",\"fence\"],[\"a\",\"b\"]");
    }

    @Test
    void case015_commandNamesAreCaseSensitive() {
        assertInvalid("[\"\",\"FENCE\"]");
    }

    private void assertInvalid(String headers) {
        Stream stream = stream();
        stream.append("{\"records\":[{\"headers\":[" + headers + "]}]}").isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case016_equalHeadersAreKeptInOrder() {
        Stream stream = stream();
        stream.append("{\"records\":[{\"headers\":[[\"a\",\"1\"],[\"b\",\"\"],[\"a\",\"1\"]]}]}")
                .is(200);
        assertThat(stream.read("seq_num=0").json().at("/records/0/headers"))
                .isEqualTo(Json.parse("[[\"a\",\"1\"],[\"b\",\"\"],[\"a\",\"1\"]]"));
    }

    @Test
    void case017_aHeaderOfThreeStringsIsBadJson() {
        Stream stream = stream();
        for (String header :
                new String[] {"[\"a\",\"b\",\"c\"]", "[\"a\"]", "[]", "[\"a\",1]", "[\"a\",null]", "\"a\""}) {
            stream.append("{\"records\":[{\"headers\":[" + header + "]}]}").isError(400, "bad_json");
        }
        stream.assertTail(0);
    }

    @Test
    void case018_base64IsStandardAndPadded() {
        Stream stream = stream();
        for (String body : new String[] {"aGk", "a-_=", "aGk=\\n", " aGk=", "aGl=", "a"}) {
            stream.append("{\"records\":[{\"body\":\"" + body + "\"}]}", BASE64).isError(422, "invalid");
        }
        stream.assertTail(0);
        stream.append("{\"records\":[{\"headers\":[[\"YQ==\",\"\"]],\"body\":\"aGk=\"}]}", BASE64)
                .is(200);
        assertThat(stream.texts()).containsExactly("hi");
    }

    @Test
    void case019_formatNamesAreCaseSensitive() {
        Stream stream = stream();
        stream.append(records(1), "s2-format: BASE64").isError(400, "bad_header");
        stream.append(records(1), "s2-format: bogus").isError(400, "bad_header");
        stream.assertTail(0);
        stream.append(records(1), "s2-format:   json-binsafe  ").is(200);
        stream.append(records(1), "s2-format: json").is(200);
        stream.append(records(1), "s2-format: raw").is(200);
    }

    @Test
    void case020_aProtobufAppendDoesNotLookAtTheFormat() {
        stream().appendProto(Input.of("x").toBytes(), "s2-format: bogus").is(200);
    }

    @Test
    void case021_anotherContentTypeIsBadJson() {
        Stream stream = stream();
        stream.append(records(1), "content-type: text/plain").isError(400, "bad_json");
        client.call(stream.request("POST", "/records").body(records(1))).isError(400, "bad_json");
        stream.assertTail(0);
    }

    @Test
    void case022_anyJsonTypeWithParametersIsJson() {
        stream()
                .append(records(1), "content-type: application/vnd.x+json; charset=utf-8")
                .is(200);
    }

    @Test
    void case023_anUnknownContentEncodingIsUnsupported() {
        Stream stream = stream();
        for (String coding : new String[] {"br", "deflate", "x-gzip", "gzip, zstd", ""}) {
            Response response = stream.append(records(1), "content-encoding: " + coding);
            assertThat(response.status()).as(coding).isEqualTo(415);
            response.isEmpty(415);
            assertThat(response.header("accept-encoding")).isEqualTo("zstd,gzip");
        }
        stream.assertTail(0);
    }

    @Test
    void case024_anEmptyProtobufBodyIsAnEmptyBatch() {
        Stream stream = stream();
        stream.appendProto(new byte[0]).isError(422, "invalid");
        stream.assertTail(0);
    }

    @Test
    void case025_theAnswerFollowsAcceptAlone() {
        Stream stream = stream();
        assertThat(stream.append(Input.of("x")).ack().count()).isEqualTo(1);
        Response proto = stream.append(records(2), ACCEPT_PROTO).is(200);
        assertThat(proto.contentType()).isEqualTo("application/protobuf");
        Ack ack = Ack.of(Proto.read(proto.body()));
        assertThat(ack.start().seqNum()).isEqualTo(1);
        assertThat(ack.end().seqNum()).isEqualTo(3);
        assertThat(ack.tail()).isEqualTo(ack.end());
    }
}
