package io.runnel.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.runnel.journal.LogSetup;
import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.server.RunnelServer;
import io.runnel.server.ServerStartException;
import java.net.URI;

/**
 * A whole Runnel in this JVM, listening on a free port of the loopback interface. It keeps its data in memory, outside the
 * heap, at most half as much as the heap may grow to. Any number of them may run side by side. Tests with JUnit get theirs
 * from {@link RunnelExtension}.
 *
 * <p>Safe for use by any thread. It logs through SLF4J, what the tests' logging is set to.
 */
public final class TestServer implements AutoCloseable {
    private static final Config FOR_TESTS = ConfigFactory.parseString("""
            runnel.server { host = "127.0.0.1", port = 0, drain-grace = 0s, drain-deadline = 1s }
            # Who is alone needs no cluster, and starts sooner without one.
            pekko.actor.provider = local
            # A busy machine is not to be mistaken for a server that fails.
            runnel.control { ask-timeout = 25s, stream-timeout = 25s }
            # It reports every connection that breaks as an error, and letting them break is what tests do.
            pekko.loglevel = OFF, pekko.stdout-loglevel = OFF""");

    /** What becomes of the data when a server is restarted. */
    public enum Data {
        /** What was acknowledged is there again, as if it had been on a disk. */
        KEPT,
        /** The server begins anew, without any basin. */
        LOST
    }

    private final Config settings;
    private MemoryObjectStore store = emptyStore();
    private RunnelServer server;

    private TestServer(Config settings) {
        this.settings = settings;
        this.server = launch(settings);
    }

    /**
     * Starts a server; returns once it serves.
     *
     * @throws ServerStartException if it cannot start
     */
    public static TestServer start() {
        return start("");
    }

    /**
     * Starts a server with settings of its own; returns once it serves.
     *
     * @param settings what is to differ, in HOCON: {@code "runnel.server.tls.mode = self-signed"}, say
     * @throws ServerStartException if it cannot start
     */
    public static TestServer start(String settings) {
        return new TestServer(ConfigFactory.parseString(settings).withFallback(FOR_TESTS));
    }

    /** Where clients find it, {@code http://127.0.0.1:PORT}; stays the same when it is restarted. */
    public synchronized URI endpoint() {
        return URI.create(server.endpoint());
    }

    /** A basin that nobody has used yet, with a proxy of its own before this server; to be closed by the caller. */
    public TestBasin newBasin() {
        return TestBasin.open(this);
    }

    /**
     * Stops the server and starts it again, on the same port; returns once it serves. Sessions and requests that are under
     * way are ended as by any server that stops in good order ({@code server_draining}, contract 15.19), and what it had
     * accepted it still acknowledges if it can; for a client the connection can be cut first, see {@link FaultProxy#reset}.
     *
     * @param data {@link Data#KEPT}: the objects of the memory store outlive the server, all others go with it
     */
    public synchronized void restart(Data data) {
        int port = server.port();
        var stopped = server.stop();
        try (HeldPort held = HeldPort.take(port)) {
            server.close();
            if (data == Data.LOST) {
                store = emptyStore();
            }
            Config samePort = ConfigFactory.parseString("runnel.server.port = " + port);
            server = launch(samePort.withFallback(settings), held);
        }
        if (!stopped.toCompletableFuture().isDone()) {
            throw new IllegalStateException("the server has not stopped");
        }
    }

    private RunnelServer launch(Config chosen, HeldPort held) {
        try {
            return launch(chosen);
        } catch (ServerStartException e) {
            // Only some systems let a port be listened on that is held.
            held.close();
            return launch(chosen);
        }
    }

    private RunnelServer launch(Config chosen) {
        return RunnelServer.start(chosen, new LogSetup(store));
    }

    private static MemoryObjectStore emptyStore() {
        return new MemoryObjectStore(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Stops the server and forgets its data. Returns when its threads have ended. */
    @Override
    public synchronized void close() {
        server.close();
    }
}
