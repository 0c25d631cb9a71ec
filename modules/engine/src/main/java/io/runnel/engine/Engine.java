package io.runnel.engine;

import com.typesafe.config.Config;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Page;
import io.runnel.model.RecordStore;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the actors behind {@link Streams} on a node. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** A name to ask for at start-up, to see that somebody answers. */
    private static final String PROBE = "runnel-startup-probe";

    /** The streams of a node: where basins find them, and what is done with their records. */
    record StreamRegion(ActorRef<StreamLink.FromBasin> region, DataPlane data) {}

    /** Starts what finds the streams. */
    @FunctionalInterface
    interface StreamRegionStarter {
        StreamRegion start(Placement placement, ActorRef<BasinEntity.Command> basins, RecordStore records, Clock clock);
    }

    private Engine() {}

    /**
     * Starts the engine once on an actor system. Unless seed nodes are configured the node becomes a cluster of one; without a
     * cluster ({@code pekko.actor.provider = local}) all lives in this JVM.
     *
     * @return completes when requests are answered; exceptionally if that takes longer than {@code
     *     runnel.control.start-timeout}
     */
    public static CompletionStage<Streams> start(ActorSystem system) {
        return start(system, EngineListener.NONE);
    }

    /**
     * Starts the engine as {@link #start(ActorSystem)} does.
     *
     * @param listener hears of what happens to records on this node
     */
    public static CompletionStage<Streams> start(ActorSystem system, EngineListener listener) {
        return start(
                system,
                Clock.systemUTC(),
                (placement, basins, records, clock) ->
                        StreamPlane.start(system, placement, basins, records, clock, listener));
    }

    static CompletionStage<Streams> start(ActorSystem system, Clock clock, StreamRegionStarter streams) {
        Placement placement = Placement.of(system);
        Config config = system.settings().config();
        BasinSettings settings = BasinSettings.from(config);
        RecordStore records = recordStore(system, StreamSettings.from(config).recordStore());
        Answers answers = new Answers(records);
        // The regions know each other, so two of them are found only when the first message arrives.
        AtomicReference<ActorRef<BasinEntity.Command>> basinRegion = new AtomicReference<>();
        AtomicReference<ActorRef<StreamLink.FromBasin>> streamRegion = new AtomicReference<>();

        ActorRef<AccountEntity.Command> account = Adapter.toTyped(placement.start(
                "account",
                Adapter.props(
                        () -> AccountEntity.create(wake -> get(basinRegion).tell(wake), answers, settings)),
                message -> EntityIds.ACCOUNT,
                AccountEntity.Stop.INSTANCE));
        ActorRef<BasinEntity.Command> basins = Adapter.toTyped(placement.start(
                "basin",
                basins(leave ->
                        new BasinEntity.World(() -> account, () -> get(streamRegion), leave, answers, clock, settings)),
                message -> message instanceof BasinEntity.Command command ? EntityIds.basin(command.basin()) : null,
                BasinEntity.Signal.STOP));
        basinRegion.set(basins);
        StreamRegion started = streams.start(placement, basins, records, clock);
        streamRegion.set(started.region());

        org.apache.pekko.actor.typed.ActorSystem<Void> typed = Adapter.toTyped(system);
        ControlPlane control =
                new ControlPlane(account, basins, typed, config.getDuration("runnel.control.ask-timeout"));
        Streams ready = new ClusterStreams(control, started.data());
        long deadline = System.nanoTime()
                + config.getDuration("runnel.control.start-timeout").toNanos();
        return answers(() -> ready.listBasins(new Page.Request("", "", 1)), deadline)
                .thenCompose(
                        listed -> answers(() -> ready.checkTail(new BasinName(PROBE), new StreamName(PROBE)), deadline))
                .thenApply(probed -> {
                    if (placement.isAlone()) {
                        var unused = records.expectAll().exceptionally(Engine::notPrepared);
                    }
                    return ready;
                });
    }

    private static RecordStore recordStore(ActorSystem system, String className) {
        try {
            ClassLoader classes = ((ExtendedActorSystem) system).dynamicAccess().classLoader();
            return Class.forName(className, true, classes)
                    .asSubclass(RecordStore.class)
                    .getConstructor(ActorSystem.class)
                    .newInstance(system);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("runnel.streams.record-store = " + className + " cannot be used", e);
        }
    }

    private static @Nullable Void notPrepared(Throwable failure) {
        LOG.warn("streams are opened when they are asked for, not before: {}", failure.toString());
        return null;
    }

    /** Asks until there is an answer, be it a refusal. */
    private static <T> CompletableFuture<Outcome<T>> answers(
            Supplier<CompletionStage<Outcome<T>>> question, long deadlineNanos) {
        return question.get().toCompletableFuture().thenCompose(outcome -> {
            boolean unanswered =
                    outcome.errorOrNull() instanceof StreamError.Coded error && error.code() == ErrorCode.UNAVAILABLE;
            if (!unanswered) {
                return CompletableFuture.completedFuture(outcome);
            }
            return System.nanoTime() < deadlineNanos
                    ? answers(question, deadlineNanos)
                    : CompletableFuture.failedFuture(
                            new TimeoutException("the engine did not start in time: " + outcome.errorOrNull()));
        });
    }

    private static Props basins(Function<Consumer<ActorRef<BasinEntity.Message>>, BasinEntity.World> world) {
        return Adapter.props(() -> Behaviors.<BasinEntity.Message>setup(context -> {
            ActorContext classic = Adapter.toClassic(context);
            String id = Placement.id(classic.self().path());
            return BasinEntity.create(
                    new BasinName(id.substring(id.indexOf('|') + 1)),
                    world.apply(self ->
                            classic.parent().tell(new ShardRegion.Passivate(BasinEntity.Signal.STOP), classic.self())));
        }));
    }

    private static <T> T get(AtomicReference<T> region) {
        T started = region.get();
        if (started == null) {
            throw new IllegalStateException("the engine is still starting");
        }
        return started;
    }
}
