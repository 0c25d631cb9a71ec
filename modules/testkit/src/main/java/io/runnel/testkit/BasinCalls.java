package io.runnel.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Creates and deletes basins, by what the JDK has and leaves no thread behind, so that the client a test is about has nothing
 * to do with it.
 */
final class BasinCalls {
    private static final byte[] CONFIG =
            "{\"config\":{\"create_stream_on_append\":true,\"create_stream_on_read\":true}}".getBytes(UTF_8);
    private static final int TIMEOUT_MILLIS = 60_000;

    private final URI endpoint;

    BasinCalls(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Creates it, unless it is there. */
    void create(String basin) {
        call("PUT", basin, CONFIG, Set.of(200, 201));
    }

    /** Asks for its deletion, if it is there. */
    void delete(String basin) {
        call("DELETE", basin, null, Set.of(202, 404));
    }

    private void call(String method, String basin, byte @Nullable [] body, Set<Integer> expected) {
        try {
            HttpURLConnection connection = open(basin);
            connection.setRequestMethod(method);
            connection.setRequestProperty("connection", "close");
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (body != null) {
                connection.setRequestProperty("content-type", "application/json");
                connection.setDoOutput(true);
                connection.setFixedLengthStreamingMode(body.length);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body);
                }
            }
            int status = connection.getResponseCode();
            String answer = answer(connection);
            if (!expected.contains(status)) {
                throw new IllegalStateException(
                        method + " of basin " + basin + " was answered with " + status + ": " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(method + " of basin " + basin + " failed", e);
        }
    }

    private HttpURLConnection open(String basin) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                endpoint.resolve("/v1/basins/" + basin).toURL().openConnection();
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(AnyCertificate.CONTEXT.getSocketFactory());
            https.setHostnameVerifier((host, session) -> true);
        }
        return connection;
    }

    private static String answer(HttpURLConnection connection) throws IOException {
        InputStream error = connection.getErrorStream();
        try (InputStream in = error == null ? connection.getInputStream() : error) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
