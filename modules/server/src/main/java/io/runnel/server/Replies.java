package io.runnel.server;

import io.runnel.model.StreamError;

final class Replies {
    private Replies() {}

    static Reply error(StreamError error) {
        return Reply.empty(error.status());
    }
}
