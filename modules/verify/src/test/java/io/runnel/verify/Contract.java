package io.runnel.verify;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A part of the contract, asked of the server under test over HTTP/1.1 or, in {@link OverBoth}, over either protocol. */
abstract class Contract {
    Client client;

    Protocol protocol() {
        return Protocol.HTTP_1_1;
    }

    InetSocketAddress server() {
        return Server.shared();
    }

    @BeforeEach
    void openClient() {
        client = new Client(protocol(), server());
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    /** A new stream with default configuration, in a basin of its own. */
    Stream stream() {
        return stream("{}");
    }

    Stream stream(String config) {
        return client.basin().stream("s", config);
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** How long something took. */
    static Duration timed(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
