package io.runnel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators ask (contract 1.2): outside of the versioned API, without compression, deaf to the headers of S2. */
final class OperatorRoutes {
    private static final Logger log = LoggerFactory.getLogger(OperatorRoutes.class);
    private static final ContentType EXPOSITION = MediaTypes.customWithOpenCharset(
                    "text", "plain", Map.of("version", "0.0.4"), false)
            .toContentTypeWithMissingCharset();

    private final Supplier<Optional<String>> failure;
    private final Supplier<String> metrics;

    /**
     * @param failure why the storage is of no use any more; empty while it is
     * @param metrics the figures, in Prometheus' text format
     */
    OperatorRoutes(Supplier<Optional<String>> failure, Supplier<String> metrics) {
        this.failure = failure;
        this.metrics = metrics;
    }

    /** Answers {@link Route#HEALTH} and {@link Route#METRICS}. */
    CompletionStage<Reply> handle(Exchange exchange) {
        Target target = exchange.target();
        boolean health = target != null && target.route() == Route.HEALTH;
        return CompletableFuture.completedFuture(health ? health() : metrics());
    }

    private Reply health() {
        return failure.get().map(reason -> text(503, reason)).orElseGet(() -> text(200, "OK"));
    }

    private Reply metrics() {
        try {
            return Reply.of(200, EXPOSITION, metrics.get().getBytes(UTF_8));
        } catch (RuntimeException e) {
            log.error("the metrics could not be collected", e);
            return Reply.empty(500);
        }
    }

    private static Reply text(int status, String text) {
        return Reply.of(status, ContentTypes.TEXT_PLAIN_UTF8, text.getBytes(UTF_8));
    }
}
