package io.runnel.engine;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * All on this node, in a JVM that joins no cluster: a server for tests is there sooner without the cluster that it has no use for
 * (docs/adr/0021).
 */
final class NodePlacement implements Placement {
    private final ActorSystem system;

    NodePlacement(ActorSystem system) {
        this.system = system;
    }

    @Override
    public boolean isAlone() {
        return true;
    }

    @Override
    public ActorRef start(String kind, Props entity, Function<Object, @Nullable String> id, Object stop) {
        ActorRef region = system.actorOf(Props.create(Region.class, () -> new Region(entity, id, stop)), kind);
        CoordinatedShutdown phases = CoordinatedShutdown.get(system);
        String phase = CoordinatedShutdown.PhaseClusterShardingShutdownRegion();
        Duration within = Duration.ofMillis(phases.timeout(phase).toMillis());
        Supplier<CompletionStage<Done>> stopAll =
                () -> Patterns.gracefulStop(region, within, Stop.ALL).thenApply(stopped -> Done.getInstance());
        phases.addTask(phase, "stop-" + kind, stopAll);
        return region;
    }

    private enum Stop {
        ALL
    }

    private record Waiting(Object message, ActorRef sender) {}

    /** The parent of all entities of a kind. */
    private static final class Region extends AbstractActor {
        private final Props entity;
        private final Function<Object, @Nullable String> id;
        private final Object stop;
        /** What has come for those who are about to leave. */
        private final Map<ActorRef, List<Waiting>> leaving = new HashMap<>();

        private boolean stopping;

        Region(Props entity, Function<Object, @Nullable String> id, Object stop) {
            this.entity = entity;
            this.id = id;
            this.stop = stop;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(ShardRegion.Passivate.class, leave -> leaves(getSender()))
                    .match(Terminated.class, end -> left(end.getActor()))
                    .matchEquals(Stop.ALL, all -> stopAll())
                    .matchAny(message -> deliver(message, getSender()))
                    .build();
        }

        private void deliver(Object message, ActorRef sender) {
            String to = id.apply(message);
            if (to == null || stopping) {
                getContext().getSystem().deadLetters().tell(message, sender);
                return;
            }
            String name = URLEncoder.encode(to, StandardCharsets.UTF_8);
            ActorRef child = getContext()
                    .findChild(name)
                    .orElseGet(() -> getContext().watch(getContext().actorOf(entity, name)));
            List<Waiting> waiting = leaving.get(child);
            if (waiting == null) {
                child.tell(message, sender);
            } else {
                waiting.add(new Waiting(message, sender));
            }
        }

        private void leaves(ActorRef child) {
            if (leaving.putIfAbsent(child, new ArrayList<>()) == null) {
                child.tell(stop, getSelf());
            }
        }

        private void left(ActorRef child) {
            List<Waiting> waiting = leaving.remove(child);
            if (waiting != null) {
                waiting.forEach(each -> deliver(each.message(), each.sender()));
            }
            stopIfEmpty();
        }

        private void stopAll() {
            stopping = true;
            getContext().getChildren().forEach(child -> child.tell(stop, getSelf()));
            stopIfEmpty();
        }

        private void stopIfEmpty() {
            if (stopping && !getContext().getChildren().iterator().hasNext()) {
                getContext().stop(getSelf());
            }
        }
    }
}
