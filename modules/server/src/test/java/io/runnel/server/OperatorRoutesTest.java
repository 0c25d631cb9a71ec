package io.runnel.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.Test;

/** Contract 1.2. */
class OperatorRoutesTest {
    private static Reply answer(OperatorRoutes routes, String path) {
        Exchange exchange =
                new Exchange(HttpRequest.GET(path), TestEdge.DISCARD, TestEdge.ARRIVALS, TestEdge.MATERIALIZER);
        return routes.handle(exchange).toCompletableFuture().join();
    }

    private static String body(Reply reply) {
        return new String(reply.bytes(), UTF_8);
    }

    @Test
    void healthIsOkUnderBothNames() {
        OperatorRoutes routes = new OperatorRoutes(Optional::empty, () -> "");
        for (String path : new String[] {"/health", "/ping"}) {
            Reply reply = answer(routes, path);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(String.valueOf(reply.type())).isEqualToIgnoringCase("text/plain; charset=utf-8");
            assertThat(body(reply)).isEqualTo("OK");
        }
    }

    @Test
    void healthGivesTheReasonWhyTheStorageIsOfNoUse() {
        OperatorRoutes routes = new OperatorRoutes(() -> Optional.of("another node has taken over"), () -> "");
        Reply reply = answer(routes, "/health");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(String.valueOf(reply.type())).isEqualToIgnoringCase("text/plain; charset=utf-8");
        assertThat(body(reply)).isEqualTo("another node has taken over");
    }

    @Test
    void metricsAreInPrometheusText() {
        OperatorRoutes routes = new OperatorRoutes(Optional::empty, () -> "figures 1\n");
        Reply reply = answer(routes, "/metrics");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(String.valueOf(reply.type())).isEqualTo("text/plain; version=0.0.4");
        assertThat(body(reply)).isEqualTo("figures 1\n");
    }

    @Test
    void metricsThatCannotBeCollectedAreAnEmpty500() {
        OperatorRoutes routes = new OperatorRoutes(Optional::empty, () -> {
            throw new IllegalStateException("no figures today");
        });
        Reply reply = answer(routes, "/metrics");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.type()).isNull();
    }
}
