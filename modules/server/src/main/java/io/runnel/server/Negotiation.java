package io.runnel.server;

import org.jspecify.annotations.Nullable;

final class Negotiation {
    private Negotiation() {}

    static boolean isSession(@Nullable String contentType) {
        return contentType != null && contentType.equals("s2s/proto");
    }
}
