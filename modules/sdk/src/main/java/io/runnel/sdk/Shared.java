package io.runnel.sdk;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a client and everything made from it have in common. */
final class Shared {
    final ClientOptions options;
    final Requests requests;
    final Transport transport;
    final Caller caller;
    private final Set<Runnable> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Shared(ClientOptions options) {
        this.options = options;
        this.requests = new Requests(options);
        this.transport = new Transport(options);
        this.caller = new Caller(options, requests, transport);
    }

    /** A session is there; {@code abort} ends it when the client is closed. */
    void opened(Runnable abort) {
        sessions.add(abort);
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    void ended(Runnable abort) {
        sessions.remove(abort);
    }

    void close() {
        closed = true;
        sessions.forEach(Runnable::run);
        caller.close();
        transport.close();
    }
}
