package io.runnel.verify;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A client of the server under test for the length of one test; closes what it has opened. */
final class Client {
    private static final String RUN =
            Integer.toString(ThreadLocalRandom.current().nextInt(1 << 20, 1 << 30), 36);
    private static final AtomicInteger BASINS = new AtomicInteger();

    private final Protocol protocol;
    private final InetSocketAddress server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    Client(Protocol protocol, InetSocketAddress server) {
        this.protocol = protocol;
        this.server = server;
    }

    Protocol protocol() {
        return protocol;
    }

    InetSocketAddress server() {
        return server;
    }

    Connection connect() {
        return opened(protocol.connect(server));
    }

    Http1 http1() {
        Http1 connection = Http1.connect(server);
        connections.add(connection);
        return connection;
    }

    Http2 http2() {
        Http2 connection = Http2.connect(server);
        connections.add(connection);
        return connection;
    }

    private Connection opened(Connection connection) {
        connections.add(connection);
        return connection;
    }

    /** Over a connection of its own: what one answer does to its connection is not to disturb the next. */
    Response call(Request request) {
        Connection connection = protocol.connect(server);
        try {
            return connection.call(request);
        } finally {
            connection.close();
        }
    }

    Response get(String target, String... headers) {
        return call(Request.of("GET", target, headers));
    }

    Response post(String target, String json, String... headers) {
        return call(Request.of("POST", target, headers).json(json));
    }

    Response put(String target, String json, String... headers) {
        return call(Request.of("PUT", target, headers).json(json));
    }

    Response patch(String target, String json, String... headers) {
        return call(Request.of("PATCH", target, headers).json(json));
    }

    Response delete(String target, String... headers) {
        return call(Request.of("DELETE", target, headers));
    }

    /** A name that no test has used before. */
    static String freshName() {
        return "verify-" + RUN + "-" + BASINS.incrementAndGet();
    }

    /** A new basin with this configuration. */
    Basin basin(String config) {
        Basin basin = new Basin(this, freshName());
        put(basin.path(), "{\"config\":" + config + "}").is(201);
        return basin;
    }

    Basin basin() {
        return basin("{}");
    }

    /** The server is there and answers. */
    void assertAlive() {
        get("/health").is(200);
    }

    void close() {
        connections.forEach(Connection::close);
    }

    /** Percent-encodes everything but unreserved characters. */
    static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
