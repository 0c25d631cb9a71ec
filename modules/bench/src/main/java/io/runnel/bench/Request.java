package io.runnel.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A request on the records of a stream (contract 2.4).
 *
 * @param query with its question mark, or empty
 */
record Request(Endpoint endpoint, String method, String basin, String stream, String query) {
    static Request append(Endpoint endpoint, String basin, String stream) {
        return new Request(endpoint, "POST", basin, stream, "");
    }

    static Request read(Endpoint endpoint, String basin, String stream, String query) {
        return new Request(endpoint, "GET", basin, stream, "?" + query);
    }

    String streamPath() {
        return "/v1/streams/" + URLEncoder.encode(stream, StandardCharsets.UTF_8);
    }

    String target() {
        return streamPath() + "/records" + query;
    }
}
