package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.server.TestEdge.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers, and in which order a request is judged (contract 1.10). */
class RoutesTest {
    private final TestEdge edge = new TestEdge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/",
                "/v1/nope",
                "/v1/basins/",
                "/v1/basins/x/y",
                "/v1/%62asins",
                "/V1/basins",
                "/v1/streams/s/",
                "/v1/streams/s/records/",
                "/v1/streams/s/tail",
                "/v1/streams//records",
                "/v1/locations/other",
                "/health/",
                "/metrics/x"
            })
    void unknownPathsAreNotFound(String path) {
        assertThat(edge.get(path).header("content-encoding", "br").send().error())
                .isEqualTo("404 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /v1/basins | GET,HEAD,POST",
                "POST | /v1/basins/my-first-basin | GET,HEAD,PUT,PATCH,DELETE",
                "PUT | /v1/streams/s/records | GET,HEAD,POST",
                "POST | /v1/streams/s/records/tail | GET,HEAD",
                "GET | /v1/access-tokens/t | DELETE",
                "POST | /health | GET,HEAD",
            })
    void otherMethodsAreNotAllowed(String method, String path, String allow) {
        Answer answer = edge.request(method, path).send();
        assertThat(answer.error()).isEqualTo("405 ");
        assertThat(answer.header("allow")).isEqualTo(allow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "GZIP", "x-gzip", "gzip, zstd", ""})
    void unknownCodingsAreUnsupportedBeforeTheMethodIsLookedAt(String coding) {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            Answer answer = edge.request(method, "/v1/basins")
                    .header("content-encoding", coding)
                    .send();
            assertThat(answer.error()).isEqualTo("415 ");
            assertThat(answer.header("accept-encoding")).isEqualTo("zstd,gzip");
        }
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void theOperatorsRoutesKnowNoCodings() {
        assertThat(edge.get("/health").header("content-encoding", "br").send().text())
                .isEqualTo("\"operator\"");
        assertThat(edge.get("/ping").send().text()).isEqualTo("\"operator\"");
        assertThat(edge.get("/metrics").send().text()).isEqualTo("\"operator\"");
    }

    @Test
    void aCreationIsJudgedTokenFirstThenBasinThenBody() {
        TestEdge.Request request = edge.post("/v1/streams").json("{").header("s2-request-token", "x".repeat(37));
        assertThat(request.send().text()).contains("bad_header").contains("s2-request-token");
        assertThat(edge.post("/v1/streams").json("{").send().text()).contains("Missing header `s2-basin`");
        assertThat(edge.post("/v1/streams").inBasin().json("{").send().error()).isEqualTo("400 bad_json");
    }

    @Test
    void aReconfigurationIsJudgedBasinFirstThenPathThenBody() {
        assertThat(edge.request("PATCH", "/v1/streams/%ff").json("{").send().text())
                .contains("Missing header");
        assertThat(edge.request("PATCH", "/v1/streams/%ff")
                        .inBasin()
                        .json("{")
                        .send()
                        .error())
                .isEqualTo("400 bad_path");
        assertThat(edge.request("PATCH", "/v1/streams/s")
                        .inBasin()
                        .json("{")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
    }

    @Test
    void aListIsJudgedBasinFirstThenQuery() {
        assertThat(edge.get("/v1/streams?limit=x").send().error()).isEqualTo("400 bad_header");
        assertThat(edge.get("/v1/streams?limit=x").inBasin().send().error()).isEqualTo("400 bad_query");
    }

    @Test
    void anAppendIsJudgedInOrder() {
        String records = "/v1/streams/%ff/records";
        assertThat(append(records, "").send().text()).contains("Missing header `s2-basin`");
        assertThat(append(records, "").inBasin().send().error()).isEqualTo("400 bad_path");
        assertThat(append("/v1/streams/s/records", "x".repeat(45))
                        .inBasin()
                        .send()
                        .text())
                .contains("s2-encryption-key");
        assertThat(append("/v1/streams/s/records", "x").inBasin().send().text()).contains("s2-stream-config");
        assertThat(edge.post("/v1/streams/s/records")
                        .inBasin()
                        .header("s2-format", "BASE64")
                        .json("{")
                        .send()
                        .text())
                .contains("s2-format");
        assertThat(edge.post("/v1/streams/s/records").inBasin().json("{").send().error())
                .isEqualTo("400 bad_json");
        assertThat(edge.post("/v1/streams/s/records")
                        .inBasin()
                        .json("{\"records\":[]}")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.streams.calls).isEmpty();
    }

    private TestEdge.Request append(String path, String key) {
        return edge.post(path)
                .header("s2-encryption-key", key)
                .header("s2-stream-config", "null")
                .header("s2-format", "bogus")
                .json("{");
    }

    @Test
    void aReadIsJudgedInOrder() {
        String query = "?seq_num=1&tail_offset=1&count=x";
        assertThat(read("/v1/streams/%ff/records" + query).send().text()).contains("Missing header `s2-basin`");
        assertThat(read("/v1/streams/%ff/records" + query).inBasin().send().error())
                .isEqualTo("400 bad_path");
        assertThat(read("/v1/streams/s/records" + query).inBasin().send().error())
                .isEqualTo("400 bad_query");
        String starts = "/v1/streams/s/records?seq_num=1&tail_offset=1";
        assertThat(read(starts).inBasin().send().text()).contains("s2-encryption-key");
        assertThat(edge.get(starts)
                        .inBasin()
                        .header("s2-stream-config", "[]")
                        .header("s2-format", "bogus")
                        .send()
                        .text())
                .contains("s2-stream-config");
        assertThat(edge.get(starts)
                        .inBasin()
                        .header("s2-format", "bogus")
                        .header("accept", "application/protobuf")
                        .send()
                        .text())
                .contains("s2-format");
        assertThat(edge.get(starts)
                        .inBasin()
                        .header("last-event-id", "abc")
                        .header("accept", "text/event-stream")
                        .send()
                        .text())
                .contains("last-event-id");
        assertThat(edge.get(starts)
                        .inBasin()
                        .header("last-event-id", "abc")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.streams.calls).isEmpty();
    }

    private TestEdge.Request read(String target) {
        return edge.get(target)
                .header("s2-encryption-key", "")
                .header("s2-stream-config", "null")
                .header("s2-format", "bogus");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | /v1/locations | 501 not_implemented",
                "GET | /v1/locations/default | 501 not_implemented",
                "GET | /v1/access-tokens | 501 not_implemented",
                "GET | /v1/access-tokens?limit=x | 400 bad_query",
                "GET | /v1/access-tokens?prefix=%00 | 400 bad_query",
                "DELETE | /v1/access-tokens/t | 501 not_implemented",
                "DELETE | /v1/access-tokens/%ff | 400 bad_path",
                "GET | /v1/metrics | 400 bad_query",
                "GET | /v1/metrics?set=bogus | 400 bad_query",
                "GET | /v1/metrics?set=active-basins | 501 not_implemented",
                "GET | /v1/metrics/Bad_Name?set=storage | 400 bad_path",
                "GET | /v1/metrics/my-first-basin?set=storage&interval=week | 400 bad_query",
                "GET | /v1/metrics/my-first-basin?set=storage | 501 not_implemented",
                "GET | /v1/metrics/my-first-basin/%00?set=storage | 400 bad_path",
                "GET | /v1/metrics/my-first-basin/s?set=storage&start=1&end=2 | 501 not_implemented",
            })
    void whatIsAbsentIsCheckedAndNotImplemented(String method, String path, String expected) {
        assertThat(edge.request(method, path).send().error()).isEqualTo(expected);
    }

    @Test
    void bodiesForWhatIsAbsentAreCheckedToo() {
        assertThat(edge.post("/v1/access-tokens").json("{}").send().error()).isEqualTo("400 bad_json");
        assertThat(edge.post("/v1/access-tokens")
                        .json("{\"id\":\"t\",\"scope\":{}}")
                        .send()
                        .error())
                .isEqualTo("501 not_implemented");
        assertThat(edge.request("PUT", "/v1/locations/default")
                        .json("\"no location\"")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(edge.request("PUT", "/v1/locations/default")
                        .json("\"aws:us-east-1\"")
                        .send()
                        .error())
                .isEqualTo("501 not_implemented");
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasItsStatusAndCode(ErrorCode code) {
        edge.streams.refusal = StreamError.of(code, "why");
        String expected = "{\"code\":\"" + code.wireName() + "\",\"message\":\"why\"}";
        for (String path : new String[] {
            "/v1/basins", "/v1/basins/my-first-basin", "/v1/streams", "/v1/streams/s", "/v1/streams/s/records/tail"
        }) {
            Answer answer = edge.get(path).inBasin().send();
            assertThat(answer.status()).as(path).isEqualTo(code.status());
            assertThat(answer.text()).isEqualTo(expected);
            assertThat(answer.contentType()).isEqualTo("application/json");
        }
    }

    @Test
    void whileTheServerEndsTheApiIsDrainingAndTheRestIsNot() {
        edge.draining.end();
        Answer answer = edge.get("/v1/basins").send();
        assertThat(answer.error()).isEqualTo("503 server_draining");
        assertThat(edge.get("/v1/nope").send().error()).isEqualTo("404 ");
        assertThat(edge.get("/health").send().status()).isEqualTo(200);
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void anAdvisedServerStillServes() {
        edge.draining.advise();
        assertThat(edge.get("/v1/basins").send().status()).isEqualTo(200);
    }
}
