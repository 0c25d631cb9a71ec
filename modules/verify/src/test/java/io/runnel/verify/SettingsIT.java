package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.runnel.server.RunnelServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may ask for (contract 1.1, 1.12, 12): TLS, no CORS, basins and streams from a file. */
class SettingsIT extends Contract {

    @BeforeEach
    void mayStartServers() {
        assumeThat(Server.isForeign()).isFalse();
    }

    private static Client clientOf(RunnelServer server) {
        return new Client(Protocol.HTTP_1_1, Server.addressOf(server));
    }

    @Test
    void tlsOffersBothProtocols() throws Exception {
        try (RunnelServer server = Server.start("runnel.server.tls.mode = self-signed")) {
            HttpClient trusting = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(10))
                    .sslContext(trustingAnybody())
                    .build();
            URI health = URI.create("https://localhost:" + server.port() + "/health");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpRequest request =
                        HttpRequest.newBuilder(health).version(version).build();
                HttpResponse<String> response = trusting.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.body()).isEqualTo("OK");
            }
        }
    }

    /** The server's certificate is new with each start; anybody may have made it. */
    private static SSLContext trustingAnybody() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        return context;
    }

    @Test
    void withoutCorsNothingIsSaidAndOptionsIsAMethodLikeAnyOther() {
        try (RunnelServer server = Server.start("runnel.server.cors = off")) {
            Client mine = clientOf(server);
            Response get = mine.get("/v1/basins", "origin: https://app.example").is(200);
            assertThat(get.headers().lines()).noneMatch(line -> line.startsWith("access-control-"));
            assertThat(get.headers().members("vary")).doesNotContain("origin");
            Response options = mine.call(Request.of("OPTIONS", "/v1/basins", "origin: https://app.example"));
            options.isEmpty(405);
            assertThat(options.headers().members("allow")).contains("get");
            mine.call(Request.of("OPTIONS", "/nowhere")).isEmpty(404);
            mine.close();
        }
    }

    @Test
    void theInitFileIsAppliedBeforeServing(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("init.json");
        Files.writeString(file, """
                {"basins":[{"name":"from-the-file",
                  "config":{"create_stream_on_append":true,"default_stream_config":{"retention_policy":"7days"}},
                  "streams":[{"name":"s","config":{"retention_policy":"infinite","delete_on_empty":{"min_age":"1h"}}}]}],
                 "unknown":1}""");
        try (RunnelServer server = Server.start("runnel.server.init-file = \"" + file + "\"")) {
            Client mine = clientOf(server);
            Basin basin = new Basin(mine, "from-the-file");
            JsonNode config = basin.config().is(200).json();
            assertThat(config.get("create_stream_on_append").booleanValue()).isTrue();
            assertThat(config.at("/default_stream_config/retention_policy/age").intValue())
                    .isEqualTo(604_800);
            JsonNode stream = basin.at("s").config().is(200).json();
            assertThat(stream.get("retention_policy")).isEqualTo(Json.parse("{\"infinite\":{}}"));
            assertThat(stream.at("/delete_on_empty/min_age_secs").intValue()).isEqualTo(3_600);
            mine.close();
        }
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
