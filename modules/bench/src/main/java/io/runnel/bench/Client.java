package io.runnel.bench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens sessions in one basin: each over an HTTP/1.1 connection of its own, as the Rust client does, or all over HTTP/2. */
final class Client implements AutoCloseable {
    private final Endpoint endpoint;
    private final String basin;
    private final @Nullable H2Connections http2;

    private Client(Endpoint endpoint, String basin, @Nullable H2Connections http2) {
        this.endpoint = endpoint;
        this.basin = basin;
        this.http2 = http2;
    }

    static Client of(Endpoint endpoint, String basin, boolean http2) {
        return new Client(endpoint, basin, http2 ? new H2Connections(endpoint) : null);
    }

    Exchange append(String stream) throws IOException {
        return open(Request.append(endpoint, basin, stream));
    }

    /** @param query the parameters of a read (contract 2.4.2) */
    Exchange read(String stream, String query) throws IOException {
        return open(Request.read(endpoint, basin, stream, query));
    }

    private Exchange open(Request request) throws IOException {
        return http2 == null ? H1Exchange.open(request) : http2.open(request);
    }

    @Override
    public void close() {
        if (http2 != null) {
            http2.close();
        }
    }
}
