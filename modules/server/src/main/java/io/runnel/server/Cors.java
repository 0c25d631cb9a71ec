package io.runnel.server;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** Cross-origin requests (contract 1.12): everybody may do everything, with credentials. */
final class Cors {
    private static final HttpHeader VARY =
            RawHeader.create("vary", "origin, access-control-request-method, access-control-request-headers");
    private static final HttpHeader CREDENTIALS = RawHeader.create("access-control-allow-credentials", "true");

    private Cors() {}

    /** Adds what every answer carries. */
    static void decorate(Exchange exchange, List<HttpHeader> headers) {
        headers.add(VARY);
        headers.add(CREDENTIALS);
        if (exchange.origin() != null) {
            headers.add(RawHeader.create(
                    "access-control-allow-origin", exchange.origin().value()));
        }
    }

    /** The answer to any {@code OPTIONS}. */
    static Reply preflight(Exchange exchange) {
        List<HttpHeader> headers = new ArrayList<>(2);
        mirror("access-control-allow-methods", exchange.preflightMethod(), headers);
        mirror("access-control-allow-headers", exchange.preflightHeaders(), headers);
        Reply reply = Reply.empty(200);
        for (HttpHeader header : headers) {
            reply = reply.with(header);
        }
        return reply;
    }

    private static void mirror(String name, @Nullable HttpHeader asked, List<HttpHeader> headers) {
        if (asked != null) {
            headers.add(RawHeader.create(name, asked.value()));
        }
    }
}
