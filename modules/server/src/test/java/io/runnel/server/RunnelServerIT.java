package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers of one process, each for itself. */
class RunnelServerIT {
    private static final Config ANY_PORT =
            ConfigFactory.parseString("runnel.server { host = \"127.0.0.1\", port = 0 }");

    @Test
    void servesOnAFreePort() throws Exception {
        long began = System.nanoTime();
        try (RunnelServer server = RunnelServer.start(ANY_PORT)) {
            System.err.println("start took " + Duration.ofNanos(System.nanoTime() - began));
            HttpResponse<String> health = get(server, "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).isEqualTo("OK");
            assertThat(server.endpoint()).isEqualTo("http://127.0.0.1:" + server.port());
            began = System.nanoTime();
        }
        System.err.println("stop took " + Duration.ofNanos(System.nanoTime() - began));
        began = System.nanoTime();
        RunnelServer second = RunnelServer.start(ANY_PORT);
        System.err.println("second start took " + Duration.ofNanos(System.nanoTime() - began));
        began = System.nanoTime();
        second.close();
        System.err.println("second stop took " + Duration.ofNanos(System.nanoTime() - began));
    }

    private static HttpResponse<String> get(RunnelServer server, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                                .build(),
                        BodyHandlers.ofString());
    }
}
