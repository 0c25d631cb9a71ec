package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinInfo;
import io.runnel.model.BasinName;
import io.runnel.model.Page;
import io.runnel.model.Provisioned.Result;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.server.TestEdge.Answer;
import io.runnel.wire.Compression;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Basins and streams (contract 2.2, 2.3, 2.6). */
class ControlRoutesTest {
    private static final String BASIN_INFO = "{\"name\":\"my-first-basin\",\"location\":null,"
            + "\"created_at\":\"2026-08-21T09:30:00.123456Z\",\"deleted_at\":null,\"state\":\"active\"}";
    private static final String STREAM_INFO = "{\"name\":\"a/b\",\"created_at\":\"2026-08-21T09:30:00.123456Z\","
            + "\"deleted_at\":null,\"cipher\":null}";
    private static final String STREAM_CONFIG = "{\"storage_class\":\"express\",\"retention_policy\":{\"age\":604800},"
            + "\"timestamping\":{\"mode\":\"client-prefer\",\"uncapped\":false},"
            + "\"delete_on_empty\":{\"min_age_secs\":0}}";

    private final TestEdge edge = new TestEdge();

    @Test
    void createsABasin() {
        Answer answer = edge.post("/v1/basins")
                .header("s2-request-token", "")
                .json("{\"basin\":\"my-first-basin\",\"config\":{\"create_stream_on_read\":true}}")
                .send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("s2-provision-result")).isEqualTo("created");
        assertThat(answer.text()).isEqualTo(BASIN_INFO);
        assertThat(edge.streams.requestToken).isEmpty();
        assertThat(edge.streams.requestedBasin).isEqualTo(new BasinConfig(StreamOptions.NONE, null, false, true));
    }

    @Test
    void aRepeatedCreationIsAnsweredLikeTheFirst() {
        edge.streams.result = Result.NOOP;
        Answer answer =
                edge.post("/v1/basins").json("{\"basin\":\"my-first-basin\"}").send();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("s2-provision-result")).isEqualTo("noop");
    }

    @Test
    void ensuringTellsWhatItDid() {
        for (Result result : Result.values()) {
            edge.streams.result = result;
            Answer answer = edge.request("PUT", "/v1/basins/my-first-basin").send();
            assertThat(answer.status()).isEqualTo(result == Result.CREATED ? 201 : 200);
            assertThat(answer.header("s2-provision-result"))
                    .isEqualTo(result.name().toLowerCase(java.util.Locale.ROOT));
            assertThat(answer.text()).isEqualTo(BASIN_INFO);
        }
    }

    @Test
    void deletionsAreAcceptedWithoutABody() {
        for (String path : new String[] {"/v1/basins/my-first-basin", "/v1/streams/s"}) {
            Answer answer = edge.request("DELETE", path).inBasin().send();
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.contentType()).isEqualTo("none/none");
        }
        assertThat(edge.streams.calls).containsExactly("deleteBasin", "deleteStream");
    }

    @Test
    void listsPages() {
        edge.streams.basins =
                new Page<>(List.of(new BasinInfo(new BasinName("my-first-basin"), FakeStreams.CREATED_AT, null)), true);
        assertThat(edge.get("/v1/basins?prefix=my&start_after=a&limit=05&colour=red")
                        .send()
                        .text())
                .isEqualTo("{\"basins\":[" + BASIN_INFO + "],\"has_more\":true}");
        assertThat(edge.streams.page).isEqualTo(new Page.Request("my", "a", 5));

        edge.streams.streams =
                new Page<>(List.of(new StreamInfo(new StreamName("a/b"), FakeStreams.CREATED_AT, null, null)), false);
        assertThat(edge.get("/v1/streams?prefix=a+b").inBasin().send().text())
                .isEqualTo("{\"streams\":[" + STREAM_INFO + "],\"has_more\":false}");
        assertThat(edge.streams.page).isEqualTo(new Page.Request("a b", "", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=", "limit", "limit=+5", "limit=%2B5", "limit=1&limit=1", "prefix=%00", "limit=-1"})
    void malformedQueriesAreRefused(String query) {
        assertThat(edge.get("/v1/streams?" + query).inBasin().send().error()).isEqualTo("400 bad_query");
    }

    @Test
    void createsAndEnsuresStreams() {
        Answer created = edge.post("/v1/streams")
                .inBasin()
                .header("s2-request-token", "t")
                .json("{\"stream\":\"a/b\",\"config\":{\"retention_policy\":{\"infinite\":{}}}}")
                .send();
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).isEqualTo(STREAM_INFO);
        assertThat(edge.streams.requestToken).isEqualTo("t");
        assertThat(edge.streams.options)
                .isEqualTo(new StreamOptions(null, new RetentionPolicy.Infinite(), null, null, null));

        Answer ensured = edge.request("PUT", "/v1/streams/a%2Fb")
                .inBasin()
                .json("{\"storage_class\":\"\"}")
                .send();
        assertThat(ensured.status()).isEqualTo(201);
        assertThat(ensured.text()).isEqualTo(STREAM_INFO);
        assertThat(edge.streams.options).isEqualTo(new StreamOptions("", null, null, null, null));
    }

    @Test
    void namesInPathsAreDecodedOnce() {
        edge.get("/v1/streams/a%2Fb%20c+d%2525").inBasin().send();
        assertThat(edge.streams.stream).isEqualTo(new StreamName("a/b c+d%25"));
        edge.get("/v1/streams/%zz").inBasin().send();
        assertThat(edge.streams.stream).isEqualTo(new StreamName("%zz"));
    }

    @Test
    void showsAndChangesConfigurations() {
        assertThat(edge.get("/v1/streams/s").inBasin().send().text()).isEqualTo(STREAM_CONFIG);
        assertThat(edge.request("PATCH", "/v1/streams/s")
                        .inBasin()
                        .json("{}")
                        .send()
                        .text())
                .isEqualTo(STREAM_CONFIG);
        assertThat(edge.get("/v1/basins/my-first-basin").send().text())
                .isEqualTo("{\"default_stream_config\":null,\"stream_cipher\":null,"
                        + "\"create_stream_on_append\":false,\"create_stream_on_read\":false}");
        Answer patched = edge.request("PATCH", "/v1/basins/my-first-basin")
                .json("{\"create_stream_on_append\":true,\"stream_cipher\":null,"
                        + "\"default_stream_config\":{\"timestamping\":{\"uncapped\":true}}}")
                .send();
        assertThat(patched.text())
                .isEqualTo("{\"default_stream_config\":{\"storage_class\":null,\"retention_policy\":null,"
                        + "\"timestamping\":{\"mode\":null,\"uncapped\":true},\"delete_on_empty\":null},"
                        + "\"stream_cipher\":null,\"create_stream_on_append\":true,\"create_stream_on_read\":false}");
    }

    @Test
    void bodiesOfPutsMayBeLeftOut() {
        String basin = "/v1/basins/my-first-basin";
        assertThat(edge.request("PUT", basin).body("ignored").send().status()).isEqualTo(201);
        assertThat(edge.request("PUT", basin).json("").send().status()).isEqualTo(201);
        assertThat(edge.request("PUT", basin).json("null").send().status()).isEqualTo(201);
        assertThat(edge.request("PUT", basin)
                        .header("content-encoding", "gzip")
                        .body(Compression.GZIP.compress(new byte[0]))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(edge.request("PUT", basin)
                        .header("content-encoding", "zstd")
                        .type("application/json")
                        .body(Compression.ZSTD.compress(new byte[0]))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(edge.request("PUT", basin).type("text/plain").send().error()).isEqualTo("400 bad_json");
        assertThat(edge.request("PUT", basin).json("[]").send().error()).isEqualTo("400 bad_json");
    }

    @Test
    void bodiesOfPostsAndPatchesMayNot() {
        assertThat(edge.post("/v1/basins").send().error()).isEqualTo("400 bad_json");
        assertThat(edge.post("/v1/basins").json("").send().error()).isEqualTo("400 bad_json");
        assertThat(edge.request("PATCH", "/v1/streams/s")
                        .inBasin()
                        .body("{}")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(edge.request("PATCH", "/v1/streams/s")
                        .inBasin()
                        .json("[]")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void retentionOfNothingIsInvalidEverywhere() {
        String zero = "{\"retention_policy\":{\"age\":0}}";
        assertThat(edge.post("/v1/basins")
                        .json("{\"basin\":\"my-first-basin\",\"config\":{\"default_stream_config\":" + zero + "}}")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.post("/v1/streams")
                        .inBasin()
                        .json("{\"stream\":\"s\",\"config\":" + zero + "}")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        for (String method : new String[] {"PUT", "PATCH"}) {
            assertThat(edge.request(method, "/v1/streams/s")
                            .inBasin()
                            .json(zero)
                            .send()
                            .error())
                    .isEqualTo("422 invalid");
        }
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void aBasinWithACipherIsRefused() {
        String cipher = "{\"stream_cipher\":\"aegis-256\"}";
        assertThat(edge.post("/v1/basins")
                        .json("{\"basin\":\"my-first-basin\",\"config\":" + cipher + "}")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.request("PUT", "/v1/basins/my-first-basin")
                        .json("{\"config\":" + cipher + "}")
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.request("PATCH", "/v1/basins/my-first-basin")
                        .json(cipher)
                        .send()
                        .error())
                .isEqualTo("422 invalid");
        assertThat(edge.request("PATCH", "/v1/basins/my-first-basin")
                        .json("{\"stream_cipher\":\"rot13\"}")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(edge.streams.calls).isEmpty();
    }

    @Test
    void defectiveNamesInBodiesAreDefectsOfTheBody() {
        for (String name : new String[] {"short12", "-basinname", "Basin-name"}) {
            assertThat(edge.post("/v1/basins")
                            .json("{\"basin\":\"" + name + "\"}")
                            .send()
                            .error())
                    .isEqualTo("400 bad_json");
        }
        assertThat(edge.get("/v1/basins/Bad_Name").send().error()).isEqualTo("400 bad_path");
        assertThat(edge.post("/v1/streams")
                        .inBasin()
                        .json("{\"stream\":\"..\"}")
                        .send()
                        .error())
                .isEqualTo("400 bad_json");
        assertThat(edge.get("/v1/streams/" + "x".repeat(513)).inBasin().send().error())
                .isEqualTo("400 bad_path");
        assertThat(edge.get("/v1/streams/a%00b").inBasin().send().error()).isEqualTo("400 bad_path");
    }
}
