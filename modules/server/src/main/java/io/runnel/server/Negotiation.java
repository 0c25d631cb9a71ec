package io.runnel.server;

import io.runnel.wire.MediaType;
import org.jspecify.annotations.Nullable;

/** What a request asks to be answered in (contract 1.6). */
final class Negotiation {
    private Negotiation() {}

    /** Whether this is an S2S session, be it on a GET. */
    static boolean isSession(@Nullable String contentType) {
        return MediaType.parse(contentType) == MediaType.S2S;
    }

    /** Whether a unary answer about records is wanted as protobuf; otherwise it is JSON. */
    static boolean wantsProtobuf(Exchange exchange) {
        return MediaType.parse(exchange.accept()) == MediaType.PROTOBUF;
    }
}
