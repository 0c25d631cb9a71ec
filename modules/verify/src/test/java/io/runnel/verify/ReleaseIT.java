package io.runnel.verify;

import static io.runnel.verify.Stream.ACCEPT_SSE;
import static io.runnel.verify.Stream.JSON;
import static io.runnel.verify.Stream.S2S;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contract 15: what release 0.43.4 changed, as far as any server shows it. {@link LeavingIT} has the rest. */
class ReleaseIT extends OverBoth {
    private static final String CREATING = "{\"create_stream_on_append\":true,\"create_stream_on_read\":true}";

    @Test
    void case15_01_namesHoldNoNul() {
        Basin basin = client.basin();
        basin.at("a\u0000b").put("{}").isError(400, "bad_path");
        basin.at("\u0000").config().isError(400, "bad_path");
        basin.at("a\u0000").checkTail().isError(400, "bad_path");
        basin.post("{\"stream\":\"a\\u0000b\"}").isError(400, "bad_json");
        basin.list("prefix=a%00").isError(400, "bad_query");
        basin.list("start_after=%00").isError(400, "bad_query");
        client.delete("/v1/access-tokens/a%00").isError(400, "bad_path");
        client.get("/v1/access-tokens?prefix=a%00").isError(400, "bad_query");
        client.post("/v1/access-tokens", "{\"id\":\"a\\u0000\",\"scope\":{}}").isError(400, "bad_json");
        assertThat(basin.names("")).isEmpty();
    }

    @Test
    void case15_02_aHeaderConfiguresTheStreamThatTheCallCreates() {
        Basin basin = client.basin("""
                {"create_stream_on_append":true,"create_stream_on_read":true,
                 "default_stream_config":{"retention_policy":{"age":77},"storage_class":"standard"}}""");
        String header =
                "s2-stream-config: {\"timestamping\":{\"mode\":\"arrival\"},\"storage_class\":\"cold\",\"zz\":1}";
        basin.at("append").append("{\"records\":[{}]}", header).is(200);
        basin.at("read").read("", header).is(416);
        basin.at("sse").sse("wait=0", header).done();
        basin.at("follow").readSession("wait=0", header).assertEnd();
        basin.at("session").appendSession(header).halfClose().assertEnd();
        for (String name : List.of("append", "read", "sse", "follow", "session")) {
            JsonNode config = basin.at(name).config().is(200).json();
            assertThat(config.at("/timestamping/mode").textValue()).as(name).isEqualTo("arrival");
            assertThat(config.get("storage_class").textValue()).isEqualTo("cold");
            assertThat(config.at("/retention_policy/age").intValue()).isEqualTo(77);
        }
        basin.at("append")
                .append("{\"records\":[{}]}", "s2-stream-config: {\"storage_class\":\"hot\"}")
                .is(200);
        assertThat(basin.at("append").config().json().get("storage_class").textValue())
                .isEqualTo("cold");
        client.call(basin.at("tail").request("GET", "/records/tail", "s2-stream-config: nonsense"))
                .is(200);
    }

    @Test
    void badConfigurationsAreBadHeadersAndCreateNothing() {
        Basin basin = client.basin(CREATING);
        Stream existing = basin.stream("existing");
        for (String value : List.of(
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"retention_policy\":{\"age\":0}}",
                "{\"storage_class\":7}",
                "{\"delete_on_empty\":{\"min_age_secs\":null}}",
                "{\"timestamping\":{\"mode\":\"x\"}}",
                "{\"storage_class\":\"ü\"}")) {
            String header = "s2-stream-config: " + value;
            for (Stream stream : List.of(existing, basin.at("new"))) {
                stream.append("{\"records\":[{}]}", header).isError(400, "bad_header");
                stream.append("{", header).isError(400, "bad_header");
                stream.read("seq_num=0&timestamp=0", header).isError(400, "bad_header");
                stream.read("", S2S, header).isError(400, "bad_header");
                stream.read("", ACCEPT_SSE, "last-event-id: x", header).isError(400, "bad_header");
                client.call(stream.request("POST", "/records", S2S, header)).isError(400, "bad_header");
            }
        }
        existing.append("{\"records\":[{}]}", "s2-stream-config: {}", "s2-stream-config: nonsense")
                .is(200);
        assertThat(basin.names("")).containsExactly("existing");
    }

    @Test
    void case15_03_aStorageClassIsAnyString() {
        Basin basin = client.basin("{\"default_stream_config\":{\"storage_class\":\"\"}}");
        assertThat(basin.config()
                        .json()
                        .at("/default_stream_config/storage_class")
                        .textValue())
                .isEmpty();
        assertThat(basin.stream("s").config().json().get("storage_class").textValue())
                .isEmpty();
        for (String name : List.of("standard", "express", "Glacier Ö 7", "x".repeat(1_000))) {
            Stream stream = basin.stream("c" + name.length(), "{\"storage_class\":" + Json.quote(name) + "}");
            assertThat(stream.config().json().get("storage_class").textValue()).isEqualTo(name);
        }
        basin.at("s").patch("{\"storage_class\":7}").isError(400, "bad_json");
        basin.at("s").patch("{\"storage_class\":[]}").isError(400, "bad_json");
    }

    @Test
    void case15_04_locationsAreNotImplemented() {
        client.get("/v1/locations").isError(501, "not_implemented");
    }

    @Test
    void case15_05_aTimestampThatLeadsToTheTailIsUnwritten() {
        Stream stream = stream();
        stream.read("timestamp=0").isJson(416, "{\"tail\":{\"seq_num\":0,\"timestamp\":0}}");
        stream.append(new Input().record(100, "x").record(200, "y")).is(200);
        String tail = "{\"tail\":{\"seq_num\":2,\"timestamp\":200}}";
        stream.read("timestamp=201").isJson(416, tail);
        assertThat(stream.batch("timestamp=200").texts()).containsExactly("y");
        stream.read("timestamp=201&clamp=true").isJson(416, tail);
        for (String type : List.of(S2S, ACCEPT_SSE)) {
            stream.read("timestamp=201&count=1", type).isJson(416, tail);
        }
        stream.append(Input.trim(-1L)).is(200);
        stream.awaitRecords();
        stream.read("timestamp=0").is(416);
        stream.read("timestamp=150").is(416);
        // One that may follow, follows.
        assertThat(stream.readSession("timestamp=0").heartbeat().seqNum()).isEqualTo(3);
        stream.read("timestamp=0&wait=1").isJson(200, "{\"records\":[]}");
        stream.read("seq_num=0").isJson(200, "{\"records\":[]}");
    }

    @Test
    void case15_06_boundsOfZeroEndAtOnceWhateverTheStart() {
        Stream stream = stream().fill(3);
        for (String start :
                List.of("", "&seq_num=0", "&seq_num=3", "&seq_num=99", "&timestamp=99999999999999", "&wait=20")) {
            for (String bound : List.of("count=0", "bytes=0", "count=0&bytes=0")) {
                assertThat(timed(() -> stream.read(bound + start).isJson(200, "{\"records\":[]}")))
                        .isLessThan(millis(5_000));
                stream.readSession(bound + start).assertEnd();
                stream.sse(bound + start).done();
            }
        }
        stream.basin().at("none").read("count=0").isError(404, "stream_not_found");
        stream.read("count=0&seq_num=0&timestamp=0").isError(422, "invalid");
        stream.read("count=0&bytes=x").isError(400, "bad_query");
        Basin creating = client.basin(CREATING);
        creating.at("s").read("count=0").isJson(200, "{\"records\":[]}");
        assertThat(creating.names("")).containsExactly("s");
    }

    @Test
    void case15_07_eventIdsCountOnOverReconnections() {
        Stream stream = stream().fill(10);
        Sse sse = stream.sse("seq_num=0&count=8", "last-event-id: 4,5,45");
        assertThat(sse.batchEvent().id()).isEqualTo("7,8,72");
        sse.done();
        String saturated = "18446744073709551615";
        Sse full = stream.sse("seq_num=0", "last-event-id: 7," + saturated + "," + saturated);
        assertThat(full.batchEvent().id()).isEqualTo("9," + saturated + "," + saturated);
        stream.sse("seq_num=0&bytes=50", "last-event-id: 4,5,45").done();
    }

    @Test
    void case15_08_aCodingWithAWeightOfZeroIsNotUsedForFrames() {
        Stream stream = stream();
        stream.add("y".repeat(2_000));
        assertThat(compression(stream, "gzip, zstd;q=0")).isEqualTo(Frame.GZIP);
        assertThat(compression(stream, "zstd; Q=0.000, gzip; q=0.001")).isEqualTo(Frame.GZIP);
        assertThat(compression(stream, "gzip;q=1, ZSTD;q=0.1")).isEqualTo(Frame.ZSTD);
        assertThat(compression(stream, "zstd;q=0, gzip;q=0.0")).isZero();
        assertThat(compression(stream, "gzip", "accept-encoding: zstd")).isEqualTo(Frame.ZSTD);
    }

    private static int compression(Stream stream, String accepted, String... more) {
        List<String> headers = new ArrayList<>(List.of("accept-encoding: " + accepted));
        Collections.addAll(headers, more);
        return stream.readSession("seq_num=0&count=1", headers.toArray(String[]::new))
                .frame()
                .compression();
    }

    @Test
    void case15_09_anUnknownBasinHasNoListOfStreams() {
        new Basin(client, Client.freshName()).list("limit=1").isError(404, "basin_not_found");
    }

    @Test
    void case15_10_unknownFieldsAreSkippedUnread() {
        Stream stream = stream();
        stream.append("{\"zz\":" + "[".repeat(900) + "]".repeat(900) + ",\"records\":[{}]}")
                .is(200);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"zz\":\"".getBytes(StandardCharsets.US_ASCII));
        body.write(0xff);
        body.writeBytes("\",\"records\":[{}]}".getBytes(StandardCharsets.US_ASCII));
        client.call(stream.request("POST", "/records", JSON).body(body.toByteArray()))
                .is(200);
        byte[] known = "{\"records\":[{\"body\":\"?\"}]}".getBytes(StandardCharsets.US_ASCII);
        known[new String(known, StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xff;
        client.call(stream.request("POST", "/records", JSON).body(known)).isError(400, "bad_json");
    }

    @Test
    void case15_11_anExistingStreamConflictsWhateverTheStorageClass() {
        Stream stream = stream();
        stream.basin()
                .post("{\"stream\":\"s\",\"config\":{\"storage_class\":\"whatever\"}}")
                .isError(409, "resource_already_exists");
    }

    @Test
    void case15_12_whatWasAnsweredIsSeenByEverybody() {
        Basin basin = client.basin();
        for (int i = 0; i < 20; i++) {
            Stream stream = basin.at("s" + i);
            basin.post("{\"stream\":\"s" + i + "\"}").isProvisioned(201, "created");
            assertThat(basin.names("prefix=s" + i)).contains("s" + i);
            stream.put("{}").isProvisioned(200, "noop");
            stream.delete().isEmpty(202);
            Response after = stream.append(Input.of("x"));
            assertThat(after.status()).isIn(409, 404);
        }
    }

    @Test
    void case15_13_anAcknowledgedChangeGovernsEveryLaterAppend() {
        Stream stream = stream("{\"timestamping\":{\"uncapped\":true}}");
        for (int i = 0; i < 10; i++) {
            stream.patch("{\"timestamping\":{\"mode\":\"client-require\"}}").is(200);
            stream.append(Input.of("x")).isError(422, "invalid");
            stream.patch("{\"timestamping\":{\"mode\":\"client-prefer\"}}").is(200);
            stream.add("x");
        }
        stream.assertTail(10);
        stream.delete().isEmpty(202);
        stream.awaitGone();
        stream.put("{}").is(201);
        assertThat(stream.tail()).isEqualTo(Position.START);
        assertThat(stream.items()).isEmpty();
    }

    @Test
    void case15_15_theMetricsOfBillingAreKnownAndNotImplemented() {
        client.get("/v1/metrics?set=estimated-billable-usage&interval=day").isError(501, "not_implemented");
    }

    @Test
    void case15_17_thereIsNoDashboard() {
        for (String path : List.of("/dashboard", "/dashboard/", "/dashboard/config.json", "/dashboard/app.js")) {
            client.get(path).isEmpty(404);
        }
    }

    @Test
    void case15_20_aConnectionTakesAHundredStreamsAtLeast() {
        Http2 connection = client.http2();
        assertThat(connection.settings().maxConcurrentStreams()).isGreaterThanOrEqualTo(100L);
        connection.ping();
        Stream stream = stream();
        List<Exchange> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(connection.send(stream.reading("seq_num=0&wait=20")));
        }
        Eventually.pause(millis(200));
        stream.add("x");
        for (Exchange exchange : waiting) {
            assertThat(Response.collect(exchange.answer()).batch().texts()).containsExactly("x");
        }
    }
}
