package io.runnel.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.impl.engine.server.MasterServerTerminator;
import org.apache.pekko.http.impl.engine.server.ServerTerminator;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.jdk.javaapi.DurationConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Takes connections, and keeps account of them so that they can be ended. What Pekko HTTP would do, except that it is ours which
 * version of HTTP a connection speaks (see {@link HttpVersions}).
 */
final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final Materializer materializer;
    private final ServerSettings settings;
    private final Supplier<Flow<ByteString, ByteString, Future<ServerTerminator>>> protocol;
    private final MasterServerTerminator connections;

    private Listener(ActorSystem system, HttpVersions versions, @Nullable SSLContext tls) {
        this.materializer = SystemMaterializer.get(system).materializer();
        this.settings = versions.settings();
        this.protocol = tls == null ? versions::byPreface : versions.byAlpn(tls);
        this.connections = new MasterServerTerminator(versions.log());
    }

    /** A port that is being listened on. */
    record Binding(InetSocketAddress address, Listener listener, Tcp.ServerBinding socket) {
        /** Takes no more connections; those that are there stay. */
        CompletionStage<Done> unbind() {
            return socket.unbind().thenApply(ignored -> Done.getInstance());
        }

        /**
         * Ends all connections, each when its requests have been answered, at the latest after some time; tells clients of
         * HTTP/2 at once.
         */
        CompletionStage<Done> terminate(Duration atMost) {
            return listener.terminate(atMost);
        }
    }

    /**
     * Listens; fails with what the system says against it.
     *
     * @param port 0 for any that is free
     * @param tls null to speak plainly
     */
    static CompletionStage<Binding> bind(
            ActorSystem system, HttpVersions versions, String host, int port, @Nullable SSLContext tls) {
        Listener listener = new Listener(system, versions, tls);
        return listener.bind(Tcp.get(system), host, port);
    }

    private CompletionStage<Binding> bind(Tcp tcp, String host, int port) {
        return tcp.bind(host, port, settings.getBacklog(), settings.getSocketOptions(), false, Optional.empty())
                .mapAsyncUnordered(settings.getMaxConnections(), this::serve)
                .to(Sink.ignore())
                .run(materializer)
                .thenApply(socket -> new Binding(socket.localAddress(), this, socket));
    }

    /** Completes when the connection has ended, however that was. */
    private CompletionStage<Done> serve(Tcp.IncomingConnection connection) {
        try {
            return protocol.get()
                    .watchTermination(this::registered)
                    .joinMat(connection.flow(), Keep.left())
                    .addAttributes(whenCancelled())
                    .run(materializer)
                    .exceptionally(failure -> Done.getInstance());
        } catch (RuntimeException e) {
            log.error("a connection from {} cannot be served", connection.remoteAddress(), e);
            return CompletableFuture.completedFuture(Done.getInstance());
        }
    }

    private CompletionStage<Done> registered(Future<ServerTerminator> connection, CompletionStage<Done> end) {
        FutureConverters.asJava(connection).thenAccept(terminator -> {
            connections.registerConnection(terminator, materializer.executionContext());
            end.whenComplete((done, failure) -> connections.removeConnection(terminator));
        });
        return end;
    }

    /** An answer's end that is a little late must not become a reset of the connection. */
    private Attributes whenCancelled() {
        return Attributes.apply(new Attributes.CancellationStrategy(Attributes.cancellationStrategyAfterDelay(
                settings.getStreamCancellationDelay(), Attributes.cancellationStrategyFailStage())));
    }

    private CompletionStage<Done> terminate(Duration atMost) {
        return FutureConverters.asJava(
                        connections.terminate(DurationConverters.toScala(atMost), materializer.executionContext()))
                .thenApply(ignored -> Done.getInstance());
    }
}
