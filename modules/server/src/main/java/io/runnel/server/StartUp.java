package io.runnel.server;

import com.typesafe.config.Config;
import io.runnel.engine.Engine;
import io.runnel.engine.Streams;
import io.runnel.model.StorageMonitor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.stream.SystemMaterializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts everything, what costs nothing to refuse first; or takes down again what has started. Loading classes is what
 * takes the time, so what does not need each other is loaded side by side.
 */
final class StartUp {
    private static final Logger log = LoggerFactory.getLogger(StartUp.class);

    private final Config config;
    private final ServerSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final @Nullable InitialState initialState;

    private StartUp(Config config) {
        this.config = config;
        this.settings = ServerSettings.from(config);
        Path initFile = settings.initFile();
        this.initialState = initFile == null ? null : InitialState.read(initFile);
        refuseTakenPort();
    }

    /** @throws ServerStartException if it cannot start; nothing is left running then */
    static RunnelServer run(Config config, Setup... given) {
        return new StartUp(config).start(given);
    }

    private RunnelServer start(Setup... given) {
        long began = System.nanoTime();
        CompletableFuture<Meters> meters = CompletableFuture.supplyAsync(Meters::new);
        CompletableFuture<@Nullable SSLContext> tls = CompletableFuture.supplyAsync(() -> Tls.context(settings, clock));
        Setup bootstrap = BootstrapSetup.create(config).withClassloader(ServerClasses.of(config));
        ActorSystem system =
                ActorSystem.create("runnel", ActorSystemSetup.create(given).withSetup(bootstrap));
        try {
            RunnelServer server = serve(system, meters, tls);
            log.info(
                    "serving {} after {} ms, data {}",
                    server.endpoint(),
                    (System.nanoTime() - began) / 1_000_000,
                    server.storeDescription());
            return server;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandoned(system, new ServerStartException("the start was interrupted", e));
        } catch (ExecutionException | CompletionException e) {
            throw abandoned(system, e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw abandoned(system, e);
        }
    }

    private RunnelServer serve(
            ActorSystem system, CompletableFuture<Meters> loadingMeters, CompletableFuture<@Nullable SSLContext> tls)
            throws InterruptedException, ExecutionException {
        StorageMonitor storage = Storage.open(system);
        Meters meters = loadingMeters.join();
        storage.listen(meters.storage());
        CompletionStage<Streams> engine = Engine.start(system, meters.engine());

        // The engine does not need this thread any more: what it is good for meanwhile. Nobody asks before the edge is
        // there.
        CompletableFuture<HttpEdge> edge = new CompletableFuture<>();
        HttpVersions versions = new HttpVersions(system, request -> edge.join().handle(request));
        OperatorRoutes operator = new OperatorRoutes(storage::failure, meters::scrape);
        Draining draining = new Draining();

        Streams streams = await(engine);
        if (initialState != null) {
            initialState.ensure(streams);
        }
        Routes routes = new Routes(streams, draining, clock, operator::handle);
        Traffic traffic = new Traffic(routes::handle, meters.http());
        edge.complete(new HttpEdge(
                traffic::handle,
                settings.cors(),
                settings.discard(),
                Arrivals.from(config),
                SystemMaterializer.get(system).materializer()));
        Listener.Binding binding = bind(system, versions, tls.join());
        return new RunnelServer(
                settings,
                StoreDescription.of(config),
                binding,
                new Shutdown(system, binding, traffic, draining, settings));
    }

    private Listener.Binding bind(ActorSystem system, HttpVersions versions, @Nullable SSLContext tls)
            throws InterruptedException {
        try {
            return await(Listener.bind(system, versions, settings.host(), settings.port(), tls));
        } catch (ExecutionException e) {
            throw new ServerStartException(whyNotBound(e), e);
        }
    }

    /** Long before the server itself finds out; and it would complain to the log, with a stack trace. */
    private void refuseTakenPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException | UnresolvedAddressException e) {
            throw new ServerStartException(whyNotBound(e), e);
        }
    }

    private String whyNotBound(Throwable failure) {
        String where = settings.host() + ":" + settings.port();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof BindException && message.contains("in use")) {
                return "port " + settings.port()
                        + " is in use: stop what listens there, or choose another port (0 for any free one)";
            }
            if (message.contains("Permission denied")) {
                return "may not listen on " + where + ": ports below 1024 are for privileged users";
            }
            if (cause instanceof UnresolvedAddressException || message.contains("Unresolved")) {
                return "there is no host " + settings.host();
            }
            if (message.contains("Cannot assign")) {
                return "this machine has no address " + settings.host();
            }
        }
        return "cannot listen on " + where + ": " + failure.getMessage();
    }

    /** Takes down what has started; returns what to throw. */
    private static ServerStartException abandoned(ActorSystem system, Throwable failure) {
        try {
            Shutdown.stop(system);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("not everything that had started could be stopped", e);
        }
        return failure instanceof ServerStartException known
                ? known
                : new ServerStartException(String.valueOf(failure.getMessage()), failure);
    }

    private static <T> T await(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }
}
