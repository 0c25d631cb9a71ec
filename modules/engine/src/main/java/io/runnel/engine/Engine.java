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
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the actors behind {@link Streams} on a node. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final EntityTypeKey<AccountEntity.Message> ACCOUNT =
            EntityTypeKey.create(AccountEntity.Message.class, "account");
    private static final EntityTypeKey<BasinEntity.Message> BASIN =
            EntityTypeKey.create(BasinEntity.Message.class, "basin");
    /** A name to ask for at start-up, to see that somebody answers. */
    private static final String PROBE = "runnel-startup-probe";

    /** The streams of a node: where basins find them, and what is done with their records. */
    record StreamRegion(ActorRef<StreamLink.FromBasin> region, DataPlane data) {}

    /** Starts the sharding of streams. */
    @FunctionalInterface
    interface StreamRegionStarter {
        StreamRegion start(ActorSystem system, ActorRef<BasinEntity.Command> basins, RecordStore records, Clock clock);
    }

    private Engine() {}

    /**
     * Starts the engine once on an actor system. Unless seed nodes are configured the node becomes a cluster of one.
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
                (on, basins, records, clock) -> StreamPlane.start(on, basins, records, clock, listener));
    }

    static CompletionStage<Streams> start(ActorSystem system, Clock clock, StreamRegionStarter streams) {
        boolean alone = joinsAlone(system);
        Config config = system.settings().config();
        BasinSettings settings = BasinSettings.from(config);
        RecordStore records = recordStore(system, StreamSettings.from(config).recordStore());
        Answers answers = new Answers(records);
        int shards = config.getInt("runnel.shards");
        org.apache.pekko.actor.typed.ActorSystem<Void> typed = Adapter.toTyped(system);
        ClusterSharding sharding = ClusterSharding.get(typed);
        ClusterShardingSettings resident = ClusterShardingSettings.create(typed).withNoPassivationStrategy();
        // The regions know each other, so two of them are found only when the first message arrives.
        AtomicReference<ActorRef<BasinEntity.Command>> basinRegion = new AtomicReference<>();
        AtomicReference<ActorRef<StreamLink.FromBasin>> streamRegion = new AtomicReference<>();

        ActorRef<AccountEntity.Command> account = sharding.init(Entity.of(
                        ACCOUNT,
                        entity -> AccountEntity.create(wake -> get(basinRegion).tell(wake), answers, settings))
                .withSettings(resident)
                .withStopMessage(AccountEntity.Stop.INSTANCE)
                .withMessageExtractor(new EntityExtractor<>(shards, message -> EntityIds.ACCOUNT)));
        ActorRef<BasinEntity.Command> basins = sharding.init(Entity.of(BASIN, entity -> {
                    BasinEntity.World world = new BasinEntity.World(
                            () -> account,
                            () -> get(streamRegion),
                            self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self)),
                            answers,
                            clock,
                            settings);
                    return BasinEntity.create(basinName(entity.getEntityId()), world);
                })
                .withSettings(resident)
                .withStopMessage(BasinEntity.Signal.STOP)
                .withMessageExtractor(new EntityExtractor<>(shards, message -> EntityIds.basin(message.basin()))));
        basinRegion.set(basins);
        StreamRegion started = streams.start(system, basins, records, clock);
        streamRegion.set(started.region());

        ControlPlane control =
                new ControlPlane(account, basins, typed, config.getDuration("runnel.control.ask-timeout"));
        Streams ready = new ClusterStreams(control, started.data());
        long deadline = System.nanoTime()
                + config.getDuration("runnel.control.start-timeout").toNanos();
        return answers(() -> ready.listBasins(new Page.Request("", "", 1)), deadline)
                .thenCompose(
                        listed -> answers(() -> ready.checkTail(new BasinName(PROBE), new StreamName(PROBE)), deadline))
                .thenApply(probed -> {
                    if (alone) {
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

    /** Unless it is configured to whom it belongs. */
    private static boolean joinsAlone(ActorSystem system) {
        Cluster cluster = Cluster.get(system);
        boolean alone = cluster.settings().SeedNodes().isEmpty();
        if (alone) {
            cluster.join(cluster.selfAddress());
        }
        return alone;
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

    private static BasinName basinName(String entityId) {
        return new BasinName(entityId.substring(entityId.indexOf('|') + 1));
    }

    private static <T> T get(AtomicReference<T> region) {
        T started = region.get();
        if (started == null) {
            throw new IllegalStateException("the engine is still starting");
        }
        return started;
    }
}
