package io.runnel.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;

/** What operators ask (contract 1.2): outside of the versioned API, without compression, deaf to the headers of S2. */
final class OperatorRoutes {
    private final Supplier<Optional<String>> failure;

    /** @param failure why the server is of no use any more; empty while it is */
    OperatorRoutes(Supplier<Optional<String>> failure) {
        this.failure = failure;
    }

    Reply health() {
        return failure.get().map(reason -> text(503, reason)).orElseGet(() -> text(200, "OK"));
    }

    private static Reply text(int status, String text) {
        return Reply.of(status, ContentTypes.TEXT_PLAIN_UTF8, text.getBytes(UTF_8));
    }
}
