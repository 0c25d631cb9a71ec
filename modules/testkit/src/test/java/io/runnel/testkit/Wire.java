package io.runnel.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** HTTP/1.1 by hand, one connection for each request. */
final class Wire {
    private Wire() {}

    /** A whole answer. */
    record Answer(int status, String body) {}

    static Answer append(TestBasin basin, String stream, String body) throws IOException {
        return exchange(
                basin.endpoint(),
                "POST",
                "/v1/streams/" + stream + "/records",
                basin.name(),
                "{\"records\":[{\"body\":\"" + body + "\"}]}");
    }

    static Answer read(TestBasin basin, String stream) throws IOException {
        return exchange(basin.endpoint(), "GET", "/v1/streams/" + stream + "/records?seq_num=0", basin.name(), "");
    }

    static Answer streams(TestBasin basin) throws IOException {
        return exchange(basin.endpoint(), "GET", "/v1/streams", basin.name(), "");
    }

    static Answer health(URI endpoint) throws IOException {
        return exchange(endpoint, "GET", "/health", "none-at-all", "");
    }

    static Answer exchange(URI endpoint, String method, String target, String basin, String body) throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            String request = method + " " + target + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ns2-basin: "
                    + basin + "\r\ncontent-type: application/json\r\ncontent-length: "
                    + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), ISO_8859_1);
            int head = answer.indexOf("\r\n\r\n");
            if (head < 0) {
                throw new IOException("the answer has ended early: " + answer);
            }
            return new Answer(Integer.parseInt(answer.substring(9, 12)), answer.substring(head + 4));
        }
    }
}
