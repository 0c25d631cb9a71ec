package io.runnel.verify;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.runnel.server.RunnelServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The server under test: one in memory for the whole suite, started when first asked for, or the one that {@code
 * -Drunnel.verify.endpoint=http://localhost:PORT} names. It must stand what all tests do to it side by side.
 */
final class Server {
    private static final @Nullable String ENDPOINT = System.getProperty("runnel.verify.endpoint");

    private Server() {}

    /** Whether the suite tests a server that it did not start, and whose settings it cannot choose. */
    static boolean isForeign() {
        return ENDPOINT != null;
    }

    static InetSocketAddress shared() {
        return Shared.ADDRESS;
    }

    /** A server of one's own, to be closed, with settings that differ from the defaults. */
    static RunnelServer start(String settings) {
        // A busy machine is not to be mistaken for a server that has lost a basin.
        Config chosen = ConfigFactory.parseString("""
                runnel.server { host = "127.0.0.1", port = 0 }
                runnel.control { ask-timeout = 25s, stream-timeout = 25s }""");
        return RunnelServer.start(ConfigFactory.parseString(settings).withFallback(chosen));
    }

    static InetSocketAddress addressOf(RunnelServer server) {
        return loopback(server.port());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static final class Shared {
        static final InetSocketAddress ADDRESS = address();

        private static InetSocketAddress address() {
            if (ENDPOINT != null) {
                return loopback(URI.create(ENDPOINT).getPort());
            }
            RunnelServer server = start("");
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return addressOf(server);
        }
    }
}
