package io.runnel.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.setup.Setup;

/**
 * A whole Runnel inside this JVM: an actor system that is a cluster of one, the engine with its store, and the HTTP
 * edge. Several may run side by side.
 */
public final class RunnelServer implements AutoCloseable {
    private final ServerSettings settings;
    private final String storeDescription;
    private final Listener.Binding binding;
    private final Shutdown shutdown;

    RunnelServer(ServerSettings settings, String storeDescription, Listener.Binding binding, Shutdown shutdown) {
        this.settings = settings;
        this.storeDescription = storeDescription;
        this.binding = binding;
        this.shutdown = shutdown;
    }

    /**
     * Starts a server and returns once it serves.
     *
     * @param overrides what differs from the defaults, for example {@code runnel.server.port = 0}
     * @param given parts that are made already, and not by the configuration: a store that outlives the server, say
     * @throws ServerStartException if it cannot start; nothing is left running then
     */
    public static RunnelServer start(Config overrides, Setup... given) {
        try {
            Config config = configuration(overrides);
            return StartUp.run(config, given);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The complete configuration of a server with these overrides. */
    public static Config configuration(Config overrides) {
        ServerClasses classes = ServerClasses.of(overrides);
        return ConfigFactory.load(
                classes, overrides.withFallback(ConfigFactory.parseResources(classes, "runnel-server.conf")));
    }

    /** The port it listens on. */
    public int port() {
        return binding.address().getPort();
    }

    /** Where clients find it: {@code http://127.0.0.1:8080}, say. */
    public String endpoint() {
        String host = settings.host().equals("0.0.0.0") ? "localhost" : settings.host();
        return (settings.tls() == ServerSettings.TlsMode.NONE ? "http://" : "https://") + host + ":" + port();
    }

    /** Where the data is kept, for people. */
    public String storeDescription() {
        return storeDescription;
    }

    /** Whether clients have to be told not to verify the certificate. */
    public boolean selfSigned() {
        return settings.tls() == ServerSettings.TlsMode.SELF_SIGNED;
    }

    /**
     * Stops gracefully (contract 1.13): refuses new connections, ends sessions, finishes what was accepted, flushes and
     * closes the store. Completes when all of it is over, within the drain deadline and a little. May be called again.
     */
    public CompletionStage<Done> stop() {
        return shutdown.run();
    }

    /** {@linkplain #stop Stops} and waits for it. */
    @Override
    public void close() {
        try {
            stop().toCompletableFuture()
                    .get(settings.drainDeadline().plus(Shutdown.AFTER_DRAINING).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server did not stop in time", e);
        }
    }
}
