package io.runnel.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 13.5: paths, methods and what is not implemented; also 1.2, 1.12 and 2.5. */
class RoutesIT extends OverBoth {

    @Test
    void case142_accountFeaturesAreNotImplemented() {
        client.get("/v1/locations").isError(501, "not_implemented");
        client.get("/v1/locations/default").isError(501, "not_implemented");
        client.put("/v1/locations/default", "\"aws:us-east-1\"").isError(501, "not_implemented");
        client.get("/v1/access-tokens").isError(501, "not_implemented");
        client.post("/v1/access-tokens", "{\"id\":\"t\",\"scope\":{}}").isError(501, "not_implemented");
        client.delete("/v1/access-tokens/t").isError(501, "not_implemented");
        client.get("/v1/metrics?set=active-basins").isError(501, "not_implemented");
        client.get("/v1/metrics/some-basin?set=storage").isError(501, "not_implemented");
        client.get("/v1/metrics/some-basin/stream?set=storage").isError(501, "not_implemented");
    }

    @Test
    void case143_theirParametersAreCheckedAllTheSame() {
        client.get("/v1/metrics?set=bogus").isError(400, "bad_query");
        client.get("/v1/metrics").isError(400, "bad_query");
        client.get("/v1/metrics?set=account-ops&start=x").isError(400, "bad_query");
        client.get("/v1/metrics?set=account-ops&end=4294967296").isError(400, "bad_query");
        client.get("/v1/metrics?set=account-ops&interval=year").isError(400, "bad_query");
        client.get("/v1/metrics/some-basin?set=active-basins").isError(400, "bad_query");
        client.get("/v1/metrics/Bad_Name?set=storage").isError(400, "bad_path");
        client.get("/v1/metrics/some-basin/stream?set=append-ops").isError(400, "bad_query");
        client.get("/v1/access-tokens?limit=x").isError(400, "bad_query");
        client.get("/v1/access-tokens?prefix=" + "p".repeat(97)).isError(400, "bad_query");
        client.delete("/v1/access-tokens/" + "t".repeat(97)).isError(400, "bad_path");
        client.post("/v1/access-tokens", "{\"id\":\"\",\"scope\":{}}").isError(400, "bad_json");
        client.post("/v1/access-tokens", "{\"id\":\"t\"}").isError(400, "bad_json");
        client.post("/v1/access-tokens", "{\"id\":\"t\",\"scope\":{\"ops\":[\"fly\"]}}")
                .isError(400, "bad_json");
        client.put("/v1/locations/default", "\"a b\"").isError(400, "bad_json");
        client.put("/v1/locations/default", "{}").isError(400, "bad_json");
    }

    @Test
    void case144_unknownPathsAndWrongMethodsHaveEmptyAnswers() {
        client.get("/v1/nope").isEmpty(404);
        client.post("/v1/basins/x/y", "{}").isEmpty(404);
        Response wrong = client.delete("/v1/basins").isEmpty(405);
        assertThat(wrong.headers().members("allow")).contains("get", "post");
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/",
                "/v2/basins",
                "/v1/basins/",
                "/V1/basins",
                "/v1/Basins",
                "/v1//basins",
                "/v1/streams/",
                "/v1/streams/s/",
                "/v1/streams/s/records/",
                "/v1/streams/s/records/tail/",
                "/v1/streams/s/record",
                "/health/",
                "/v1/health")) {
            client.get(path).isEmpty(404);
        }
        if (protocol() == Protocol.HTTP_1_1) {
            // Over HTTP/2 the library hands over decoded paths only (docs/adr/0007).
            client.get("/v1/%62asins").isEmpty(404);
        }
        client.call(Request.of("POST", "/v1/streams/s/records/tail")).isEmpty(405);
        client.delete("/v1/streams/s/records").isEmpty(405);
        client.put("/v1/streams", "{}").isEmpty(405);
        client.post("/v1/basins/some-basin", "{}").isEmpty(405);
        client.post("/health", "{}").isEmpty(405);
    }

    @Test
    void case145_largeJsonIsCompressedOnDemand() {
        Stream stream = stream();
        stream.add("z".repeat(2_000));
        Response response = stream.read("seq_num=0", "accept-encoding: gzip").is(200);
        assertThat(response.header("content-encoding")).isEqualTo("gzip");
        assertThat(response.headers().members("vary")).contains("accept-encoding");
        assertThat(Json.parse(new String(Codings.gunzip(response.body()), UTF_8))
                        .at("/records/0/body")
                        .textValue())
                .hasSize(2_000);
        Response small =
                stream.read("seq_num=0&count=0", "accept-encoding: gzip").is(200);
        assertThat(small.header("content-encoding")).isNull();
        Response plain = stream.read("seq_num=0").is(200);
        assertThat(plain.header("content-encoding")).isNull();
        assertThat(plain.headers().members("vary")).contains("accept-encoding");
    }

    @Test
    void healthAndMetricsArePlainText() {
        for (String path : List.of("/health", "/ping")) {
            Response health = client.get(path, "content-encoding: br", "accept-encoding: gzip");
            health.is(200);
            assertThat(health.text()).isEqualTo("OK");
            assertThat(health.contentType()).isEqualToIgnoringCase("text/plain; charset=utf-8");
        }
        Response metrics = client.get("/metrics").is(200);
        assertThat(metrics.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.text()).contains("s2_append_ack_latency_seconds");
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        Stream stream = stream().fill(1);
        for (String below : List.of("", "/records/tail", "/records?seq_num=0")) {
            Response get = client.call(stream.request("GET", below)).is(200);
            Response head = client.call(stream.request("HEAD", below)).is(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.contentType()).isEqualTo(get.contentType());
        }
        assertThat(client.call(stream.request("HEAD", "/records?seq_num=9"))
                        .is(416)
                        .body())
                .isEmpty();
        assertThat(client.call(Request.of("HEAD", "/health")).is(200).body()).isEmpty();
        assertThat(client.call(Request.of("HEAD", "/v1/nope")).is(404).body()).isEmpty();
    }

    @Test
    void preflightsAreAnsweredOnAnyPath() {
        for (String path : List.of("/v1/basins", "/v1/streams/s/records", "/nowhere")) {
            Response response = client.call(Request.of(
                    "OPTIONS",
                    path,
                    "origin: https://app.example",
                    "access-control-request-method: PATCH",
                    "access-control-request-headers: s2-basin, x-mine",
                    "content-encoding: br"));
            response.isEmpty(200);
            assertThat(response.header("access-control-allow-origin")).isEqualTo("https://app.example");
            assertThat(response.header("access-control-allow-methods")).isEqualTo("PATCH");
            assertThat(response.header("access-control-allow-headers")).isEqualTo("s2-basin, x-mine");
            assertCors(response);
        }
        assertThat(client.call(Request.of("OPTIONS", "/v1/basins")).isEmpty(200).header("access-control-allow-origin"))
                .isNull();
    }

    @Test
    void everyAnswerCarriesCors() {
        Stream stream = stream().fill(1);
        String origin = "origin: https://app.example";
        Exchange session = client.connect().send(stream.reading("", origin).with(Stream.S2S));
        for (Response response : List.of(
                client.get("/v1/basins?limit=1", origin).is(200),
                client.get("/v1/nope", origin).is(404),
                client.delete("/v1/basins", origin).is(405),
                client.get("/v1/basins", origin, "content-encoding: br").is(415),
                client.get("/health", origin).is(200),
                stream.read("count=x", origin).is(400),
                new Response(session.answer().status(), session.answer().headers(), new byte[0]))) {
            assertThat(response.header("access-control-allow-origin")).isEqualTo("https://app.example");
            assertThat(response.header("access-control-allow-methods")).isNull();
            assertThat(response.header("access-control-allow-headers")).isNull();
            assertCors(response);
        }
        Response without = client.get("/v1/basins?limit=1").is(200);
        assertThat(without.header("access-control-allow-origin")).isNull();
        assertCors(without);
    }

    private static void assertCors(Response response) {
        assertThat(response.header("access-control-allow-credentials")).isEqualTo("true");
        assertThat(response.headers().members("vary"))
                .contains("origin", "access-control-request-method", "access-control-request-headers");
    }

    @Test
    void emptySuccessesHaveALengthAndNoType() {
        Stream stream = stream();
        Response response = stream.delete().isEmpty(202);
        assertThat(response.contentType()).isNull();
        if (protocol() == Protocol.HTTP_1_1) {
            assertThat(response.header("content-length")).isEqualTo("0");
        }
    }
}
