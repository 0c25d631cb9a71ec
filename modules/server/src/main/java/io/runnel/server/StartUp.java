package io.runnel.server;

import com.typesafe.config.Config;
import io.runnel.engine.Engine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.stream.SystemMaterializer;

/** Starts everything, in an order in which what is most likely to fail fails first; or takes down what has started. */
final class StartUp {
    private StartUp() {}

    static RunnelServer run(Config config, ServerSettings settings) {
        ActorSystem system = ActorSystem.create("runnel", config);
        try {
            return serve(system, config, settings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("the start was interrupted", e);
        } catch (ExecutionException e) {
            throw new ServerStartException(String.valueOf(e.getCause()), e);
        }
    }

    private static RunnelServer serve(ActorSystem system, Config config, ServerSettings settings)
            throws InterruptedException, ExecutionException {
        Http http = Http.get(system);
        await(Engine.start(system));
        HttpEdge edge = new HttpEdge(
                routes(),
                settings.cors(),
                settings.discard(),
                SystemMaterializer.get(system).materializer());
        ServerBinding binding =
                await(http.newServerAt(settings.host(), settings.port()).bind(edge::handle));
        return new RunnelServer(
                settings, config.getString("runnel.store.kind"), binding, new Shutdown(system, binding, settings));
    }

    private static Function<Exchange, CompletionStage<Reply>> routes() {
        OperatorRoutes operator = new OperatorRoutes(Optional::empty);
        return exchange -> {
            Target target = exchange.target();
            boolean health = target != null && target.route() == Route.HEALTH;
            return CompletableFuture.completedFuture(health ? operator.health() : Reply.empty(404));
        };
    }

    private static <T> T await(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }
}
