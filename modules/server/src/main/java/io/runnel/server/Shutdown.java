package io.runnel.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.http.javadsl.ServerBinding;

/** The order of leaving: first the edge, then the rest. */
final class Shutdown {
    private static final class Asked implements CoordinatedShutdown.Reason {}

    private final ActorSystem system;
    private final ServerBinding binding;
    private final ServerSettings settings;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Done> over = new CompletableFuture<>();

    Shutdown(ActorSystem system, ServerBinding binding, ServerSettings settings) {
        this.system = system;
        this.binding = binding;
        this.settings = settings;
    }

    CompletionStage<Done> run() {
        if (begun.compareAndSet(false, true)) {
            binding.terminate(settings.drainDeadline())
                    .thenComposeAsync(gone -> CoordinatedShutdown.get(system).runAll(new Asked()), HttpEdge.HERE)
                    .whenCompleteAsync((done, failure) -> over.complete(Done.getInstance()), HttpEdge.HERE);
        }
        return over;
    }
}
