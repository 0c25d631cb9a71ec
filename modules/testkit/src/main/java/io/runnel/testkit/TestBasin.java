package io.runnel.testkit;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one test has of a Runnel: a basin that nobody else uses, and a proxy that nobody else's connections go through.
 * Streams of the basin come into being when they are first appended to or read. Safe for use by any thread.
 */
public final class TestBasin implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final BasinCalls calls;
    private final FaultProxy faults;
    private final String name;

    private TestBasin(TestServer server, BasinCalls calls, FaultProxy faults, String name) {
        this.server = server;
        this.calls = calls;
        this.faults = faults;
        this.name = name;
    }

    static TestBasin open(TestServer server) {
        BasinCalls calls = new BasinCalls(server.endpoint());
        String name = "test-basin-" + COUNT.incrementAndGet();
        calls.create(name);
        return new TestBasin(server, calls, FaultProxy.before(server.endpoint()), name);
    }

    /** The basin's name; no other test in this JVM has the same. */
    public String name() {
        return name;
    }

    /** Where the test's clients find the server, for account and basin alike: through {@link #faults}. */
    public URI endpoint() {
        return faults.endpoint();
    }

    /** The proxy that {@link #endpoint} names. */
    public FaultProxy faults() {
        return faults;
    }

    /** The same for programs that take it from the environment: {@code S2_ACCOUNT_ENDPOINT} and the others. */
    public Map<String, String> environment() {
        String endpoint = endpoint().toString();
        return Map.of("S2_ACCOUNT_ENDPOINT", endpoint, "S2_BASIN_ENDPOINT", endpoint, "S2_ACCESS_TOKEN", "ignored");
    }

    TestServer server() {
        return server;
    }

    /** Creates the basin once more, empty, after its server has lost its data; nothing if it is there. */
    public void createAgain() {
        calls.create(name);
    }

    /** Cuts what connections there still are and deletes the basin. */
    @Override
    public void close() {
        faults.close();
        calls.delete(name);
    }
}
