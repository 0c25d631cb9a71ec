package io.runnel.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A basin, by name; it need not exist. */
record Basin(Client client, String name) {
    String path() {
        return "/v1/basins/" + name;
    }

    String header() {
        return "s2-basin: " + name;
    }

    /** A stream of this basin, by name; it need not exist. */
    Stream at(String stream) {
        return new Stream(client, this, stream);
    }

    /** A new stream with this configuration. */
    Stream stream(String name, String config) {
        Stream stream = at(name);
        stream.put(config).is(201);
        return stream;
    }

    Stream stream(String name) {
        return stream(name, "{}");
    }

    Response config() {
        return client.get(path());
    }

    Response patch(String json) {
        return client.patch(path(), json);
    }

    Response put(String json) {
        return client.put(path(), json);
    }

    Response delete() {
        return client.delete(path());
    }

    /** Creates a stream by POST. */
    Response post(String json, String... headers) {
        return client.call(
                Request.of("POST", "/v1/streams", header()).with(headers).json(json));
    }

    Response list(String query) {
        return client.get("/v1/streams" + (query.isEmpty() ? "" : "?" + query), header());
    }

    /** The names on one page. */
    List<String> names(String query) {
        List<String> names = new ArrayList<>();
        for (JsonNode stream : list(query).is(200).json().required("streams")) {
            names.add(stream.required("name").textValue());
        }
        return names;
    }
}
