package io.runnel.verify;

import static io.runnel.verify.Stream.ACCEPT_SSE;
import static io.runnel.verify.Stream.JSON;
import static io.runnel.verify.Stream.PROTO;
import static io.runnel.verify.Stream.S2S;

import org.junit.jupiter.api.Test;

/** Contract 1.10: of several things that are wrong with a request, the first in this order is told. */
class OrderIT extends OverBoth {
    private static final String LONG_TOKEN = "s2-request-token: " + "t".repeat(37);
    private static final String LONG_KEY = "s2-encryption-key: " + "k".repeat(45);
    private static final String BAD_FORMAT = "s2-format: bogus";
    private static final String BAD_CONFIG = "s2-stream-config: {";
    private static final String NO_NAME = "/v1/streams/%00";

    private final String unknownBasin = "s2-basin: " + Client.freshName();

    @Test
    void creatingAStream() {
        Basin basin = client.basin();
        basin.stream("s");
        String zeroAge = "\"config\":{\"retention_policy\":{\"age\":0}}";
        client.post("/v1/streams", "{", LONG_TOKEN, "content-encoding: br").isEmpty(415);
        client.post("/v1/streams", "{", LONG_TOKEN).isError(400, "bad_header");
        client.post("/v1/streams", "{").isError(400, "bad_header");
        client.post("/v1/streams", "{", unknownBasin).isError(400, "bad_json");
        client.post("/v1/streams", "{\"stream\":\"s\"," + zeroAge + "}", unknownBasin)
                .isError(422, "invalid");
        client.post("/v1/streams", "{\"stream\":\"s\"}", unknownBasin).isError(404, "basin_not_found");
        basin.post("{\"stream\":\"s\"," + zeroAge + "}").isError(422, "invalid");
        basin.post("{\"stream\":\"s\"}").isError(409, "resource_already_exists");
    }

    @Test
    void creatingABasin() {
        Basin basin = client.basin();
        String zeroAge = "\"config\":{\"default_stream_config\":{\"retention_policy\":{\"age\":0}}}";
        client.post("/v1/basins", "{", LONG_TOKEN).isError(400, "bad_header");
        client.post("/v1/basins", "{\"basin\":\"Bad\"," + zeroAge + "}").isError(400, "bad_json");
        client.post("/v1/basins", "{\"basin\":\"" + basin.name() + "\"," + zeroAge + "}")
                .isError(422, "invalid");
    }

    @Test
    void ensuringAndReconfiguring() {
        client.put(NO_NAME, "{").isError(400, "bad_header");
        client.put(NO_NAME, "{", unknownBasin).isError(400, "bad_path");
        client.put("/v1/streams/s", "{", unknownBasin).isError(400, "bad_json");
        client.put("/v1/streams/s", "{\"retention_policy\":{\"age\":0}}", unknownBasin)
                .isError(422, "invalid");
        client.put("/v1/streams/s", "{}", unknownBasin).isError(404, "basin_not_found");
        client.patch(NO_NAME, "{", unknownBasin).isError(400, "bad_path");
        client.patch("/v1/streams/s", "{", unknownBasin).isError(400, "bad_json");
        client.patch("/v1/streams/s", "{\"retention_policy\":{\"age\":0}}", unknownBasin)
                .isError(422, "invalid");
        client.patch("/v1/basins/Bad", "{").isError(400, "bad_path");
        client.patch("/v1/basins/" + Client.freshName(), "{").isError(400, "bad_json");
    }

    @Test
    void listing() {
        client.get("/v1/streams?limit=x").isError(400, "bad_header");
        client.get("/v1/streams?limit=x", unknownBasin).isError(400, "bad_query");
    }

    @Test
    void appending() {
        Stream fenced = stream();
        fenced.append(Input.fence("token")).is(200);
        client.post(NO_NAME + "/records", "{", LONG_KEY).isError(400, "bad_header");
        client.post(NO_NAME + "/records", "{", LONG_KEY, unknownBasin).isError(400, "bad_path");
        Stream missing = client.basin().at("none");
        missing.append("{", LONG_KEY).isError(400, "bad_header");
        missing.append("{", BAD_CONFIG).isError(400, "bad_header");
        missing.append("{", BAD_FORMAT).isError(400, "bad_header");
        missing.append("{").isError(400, "bad_json");
        missing.append("{\"records\":[]}").isError(422, "invalid");
        missing.append("{\"records\":[{}]}").isError(404, "stream_not_found");
        client.call(missing.request("POST", "/records", PROTO).body(new byte[] {1}))
                .isError(400, "bad_proto");
        fenced.append("{\"records\":[],\"fencing_token\":\"x\"}").isError(422, "invalid");
        fenced.append("{\"records\":[{}],\"fencing_token\":\"x\",\"match_seq_num\":9}")
                .isJson(412, "{\"fencing_token_mismatch\":\"token\"}");
        Stream strict = stream("{\"timestamping\":{\"mode\":\"client-require\"}}");
        strict.append("{\"records\":[{}],\"match_seq_num\":9}").isJson(412, "{\"seq_num_mismatch\":0}");
        strict.append("{\"records\":[{}]}").isError(422, "invalid");
    }

    @Test
    void appendSessions() {
        client.call(Request.of("POST", NO_NAME + "/records", S2S, LONG_KEY, unknownBasin))
                .isError(400, "bad_path");
        client.call(Request.of("POST", "/v1/streams/s/records", S2S, LONG_KEY, unknownBasin))
                .isError(400, "bad_header");
        client.call(Request.of("POST", "/v1/streams/s/records", S2S, unknownBasin))
                .isError(404, "basin_not_found");
        client.call(client.basin().at("none").request("POST", "/records", S2S)).isError(404, "stream_not_found");
    }

    @Test
    void reading() {
        String starts = "seq_num=0&timestamp=0";
        client.get(NO_NAME + "/records?count=x").isError(400, "bad_header");
        client.get(NO_NAME + "/records?count=x", unknownBasin).isError(400, "bad_path");
        Stream missing = client.basin().at("none");
        missing.read("count=x&" + starts, LONG_KEY, BAD_FORMAT).isError(400, "bad_query");
        missing.read(starts, LONG_KEY).isError(400, "bad_header");
        missing.read(starts, BAD_CONFIG).isError(400, "bad_header");
        missing.read(starts, BAD_FORMAT).isError(400, "bad_header");
        missing.read(starts, BAD_FORMAT, Stream.ACCEPT_PROTO).isError(400, "bad_header");
        missing.read(starts, ACCEPT_SSE, "last-event-id: x").isError(400, "bad_header");
        missing.read(starts, S2S, BAD_FORMAT).isError(422, "invalid");
        missing.read(starts + "&until=0").isError(422, "invalid");
        missing.read("timestamp=5&until=5").isError(422, "invalid");
        missing.read("seq_num=99").isError(404, "stream_not_found");
    }

    @Test
    void checkingTheTail() {
        client.get(NO_NAME + "/records/tail").isError(400, "bad_header");
        client.get(NO_NAME + "/records/tail", unknownBasin).isError(400, "bad_path");
        client.get("/v1/streams/s/records/tail", unknownBasin).isError(404, "basin_not_found");
    }

    @Test
    void aHeaderThatIsNotForTheRouteIsIgnored() {
        Stream stream = stream();
        client.get("/v1/basins?limit=1", "s2-basin: Bad", LONG_TOKEN, LONG_KEY, BAD_FORMAT)
                .is(200);
        client.call(stream.request("GET", "/records/tail", LONG_TOKEN, LONG_KEY, BAD_FORMAT, JSON))
                .is(200);
        client.call(stream.request("GET", "", LONG_TOKEN, LONG_KEY, BAD_FORMAT)).is(200);
        stream.append("{\"records\":[{}]}", LONG_TOKEN).is(200);
        stream.read("seq_num=0", LONG_TOKEN, "last-event-id: x").is(200);
    }
}
