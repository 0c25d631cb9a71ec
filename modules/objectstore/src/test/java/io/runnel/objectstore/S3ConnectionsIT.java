package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.junit.jupiter.api.Test;

/** Connections to a bucket, of which Pekko complains if they are open when their actor system ends. */
class S3ConnectionsIT {
    private static final String NOT_FOUND = "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>";

    /** Of an actor system that goes on when all has been shut down, and by itself never closes a connection. */
    private static final Config SETTINGS = ConfigFactory.parseString("""
                    pekko.coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = off }
                    pekko.http.host-connection-pool.keep-alive-timeout = infinite
                    """)
            .withFallback(ConfigFactory.parseResources("runnel-objectstore.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();

    @Test
    void areClosedBeforeTheActorSystemEnds() throws Exception {
        try (ServerSocket bucket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> answerOneRequest(bucket));
            ActorSystem system = ActorSystem.create("connections", SETTINGS);
            ObjectStore store =
                    S3ObjectStoreIT.store("b", URI.create("http://127.0.0.1:" + bucket.getLocalPort()), "s", system);

            assertThat(store.get("a").toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(closed).as("the connection is kept for the next request").isNotDone();

            CoordinatedShutdown.get(system)
                    .runAll(CoordinatedShutdown.unknownReason())
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
            closed.get(30, TimeUnit.SECONDS);

            system.terminate();
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    /** Returns when the connection that it came by has been closed by the other side. */
    private static void answerOneRequest(ServerSocket bucket) {
        try (Socket connection = bucket.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII))) {
            String line = lines.readLine();
            while (line != null && !line.isEmpty()) {
                line = lines.readLine();
            }
            connection
                    .getOutputStream()
                    .write(("HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: "
                                    + NOT_FOUND.length() + "\r\n\r\n" + NOT_FOUND)
                            .getBytes(US_ASCII));
            assertThat(lines.read()).as("the end, and no other request").isNegative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
