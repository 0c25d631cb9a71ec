package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A stream, by name; it need not exist. */
record Stream(Client client, Basin basin, String name) {
    static final String JSON = "content-type: application/json";
    static final String PROTO = "content-type: application/protobuf";
    static final String S2S = "content-type: s2s/proto";
    static final String ACCEPT_PROTO = "accept: application/protobuf";
    static final String ACCEPT_SSE = "accept: text/event-stream";
    static final String BASE64 = "s2-format: base64";

    String path() {
        return "/v1/streams/" + Client.encode(name);
    }

    Request request(String method, String below, String... headers) {
        return Request.of(method, path() + below, headers).with(basin.header());
    }

    Response put(String config) {
        return client.call(request("PUT", "").json(config));
    }

    Response patch(String change) {
        return client.call(request("PATCH", "").json(change));
    }

    Response config() {
        return client.call(request("GET", ""));
    }

    Response delete() {
        return client.call(request("DELETE", ""));
    }

    Response checkTail() {
        return client.call(request("GET", "/records/tail"));
    }

    Position tail() {
        return Position.required(checkTail().is(200).json().get("tail"));
    }

    void assertTail(long seqNum) {
        assertThat(tail().seqNum()).as("tail of %s", name).isEqualTo(seqNum);
    }

    // appends

    Request appending(String json, String... headers) {
        return request("POST", "/records", headers).json(json);
    }

    Response append(String json, String... headers) {
        return client.call(appending(json, headers));
    }

    Response appendProto(byte[] message, String... headers) {
        return client.call(request("POST", "/records", headers).with(PROTO).body(message));
    }

    Response append(Input input) {
        return appendProto(input.toBytes());
    }

    /** Appends these records, which must succeed. */
    Ack add(String... bodies) {
        return append(Input.of(bodies)).ack();
    }

    /** Appends {@code count} records in batches; their bodies are their numbers in a fresh stream. */
    Stream fill(int count) {
        for (int first = 0; first < count; first += 1000) {
            append(Input.numbered(first, Math.min(1000, count - first))).ack();
        }
        return this;
    }

    // reads

    Request reading(String query, String... headers) {
        return request("GET", "/records" + (query.isEmpty() ? "" : "?" + query), headers);
    }

    Response read(String query, String... headers) {
        return client.call(reading(query, headers));
    }

    /** What a unary read delivers, as protobuf. */
    Batch batch(String query) {
        Response response = read(query, ACCEPT_PROTO).is(200);
        assertThat(response.contentType()).isEqualTo("application/protobuf");
        return Batch.of(Proto.read(response.body()));
    }

    /** All records there are. */
    List<Item> items() {
        List<Item> items = new ArrayList<>();
        while (true) {
            long next = items.isEmpty() ? 0 : items.get(items.size() - 1).seqNum() + 1;
            Response response = read("seq_num=" + next, ACCEPT_PROTO);
            if (response.status() == 416) {
                return items;
            }
            Batch batch = Batch.of(Proto.read(response.is(200).body()));
            if (batch.records().isEmpty()) {
                return items;
            }
            items.addAll(batch.records());
        }
    }

    List<String> texts() {
        return items().stream().map(Item::text).toList();
    }

    // sessions

    private static Exchange established(Exchange exchange, String type) {
        Answer answer = exchange.answer();
        assertThat(answer.status()).as("status of a session").isEqualTo(200);
        Headers headers = answer.headers();
        assertThat(headers.get("content-type")).isEqualTo(type);
        assertThat(headers.get("cache-control")).isEqualTo("no-cache, no-transform");
        assertThat(headers.get("x-accel-buffering")).isEqualTo("no");
        assertThat(headers.get("content-encoding")).isNull();
        return exchange;
    }

    Session appendSession(String... headers) {
        return appendSession(client.connect(), headers);
    }

    Session appendSession(Connection connection, String... headers) {
        return new Session(
                established(connection.open(request("POST", "/records", headers).with(S2S)), "s2s/proto"));
    }

    Session readSession(String query, String... headers) {
        Request request = reading(query, headers).with(S2S);
        return new Session(established(client.connect().send(request), "s2s/proto"));
    }

    Sse sse(String query, String... headers) {
        Request request = reading(query, headers).with(ACCEPT_SSE);
        return new Sse(established(client.connect().send(request), "text/event-stream"));
    }

    // background work

    /** Waits until reading from 0 delivers exactly these numbers: removal after a trim is asynchronous. */
    void awaitRecords(Long... seqNums) {
        List<Long> expected = seqNums.length == 0 ? Collections.emptyList() : List.of(seqNums);
        Eventually.within(
                Duration.ofSeconds(20),
                () -> assertThat(items().stream().map(Item::seqNum)).isEqualTo(expected));
    }

    /** Waits until the name is free again. */
    void awaitGone() {
        Eventually.within(Duration.ofSeconds(75), () -> config().isError(404, "stream_not_found"));
    }

    JsonNode info() {
        for (JsonNode stream :
                basin.list("prefix=" + Client.encode(name)).is(200).json().get("streams")) {
            if (stream.get("name").textValue().equals(name)) {
                return stream;
            }
        }
        throw new AssertionError(name + " is not listed");
    }
}
