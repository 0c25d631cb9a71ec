package io.runnel.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.runnel.model.BasinName;
import io.runnel.model.EntityIds;
import io.runnel.model.StreamName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;

/** A node of its own with the engine on {@link TestStorage}. */
final class TestNode implements AutoCloseable {
    static final Config CONFIG =
            ConfigFactory.parseString("""
                    pekko {
                      loglevel = WARNING
                      loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                      log-dead-letters = off
                      remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                      cluster.jmx.multi-mbeans-in-same-jvm = on
                      coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    }
                    controlled.journal {
                      class = "io.runnel.engine.TestJournal"
                      plugin-dispatcher = "pekko.actor.default-dispatcher"
                    }
                    controlled.snapshots {
                      class = "io.runnel.engine.TestSnapshots"
                      plugin-dispatcher = "pekko.actor.default-dispatcher"
                    }
                    runnel.control { journal = "controlled.journal", snapshot-store = "controlled.snapshots" }
                    runnel.streams.record-store = "io.runnel.engine.TestRecords"
                    """).withFallback(ConfigFactory.parseResources("runnel-engine.conf"));

    /** For actors that live outside a cluster. */
    static final Config LOCAL = ConfigFactory.load(
            ConfigFactory.parseString("pekko.actor.provider = local, runnel.control.ask-timeout = 1s")
                    .withFallback(CONFIG));

    final ActorSystem system;
    final Streams streams;
    final TestStorage storage;

    TestNode(String overrides) {
        this(overrides, Clock.systemUTC(), EngineListener.NONE);
    }

    TestNode(String overrides, Clock clock, EngineListener listener) {
        Config config = ConfigFactory.load(ConfigFactory.parseString(overrides).withFallback(CONFIG));
        system = ActorSystem.create("engine-test", config);
        storage = TestStorage.of(system);
        storage.clock(clock::millis);
        streams = await(Engine.start(
                system,
                clock,
                (placement, basins, records, its) ->
                        StreamPlane.start(system, placement, basins, records, its, listener)));
    }

    /** The actor of a stream that has been used on this node. */
    ActorRef actorOf(BasinName basin, StreamName stream) {
        String id = EntityIds.stream(basin, stream);
        int shards = system.settings().config().getInt("runnel.shards");
        String path = "/system/sharding/stream/" + EntityIds.shard(EntityIds.hash(id), shards) + "/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8);
        return await(system.actorSelection(path).resolveOne(Duration.ofSeconds(5)));
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        system.terminate();
        await(system.getWhenTerminated());
    }
}
