package io.runnel.engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;

/** A node of its own with the engine on Pekko's in-memory journal. */
final class TestNode implements AutoCloseable {
    static final Config CONFIG =
            ConfigFactory.parseString("""
                    pekko {
                      loglevel = WARNING
                      loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
                      log-dead-letters = off
                      remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                      persistence.journal.plugin = "pekko.persistence.journal.inmem"
                      persistence.snapshot-store.plugin = "pekko.persistence.testkit.snapshotstore"
                      persistence.testkit.snapshotstore.class = "org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin"
                      cluster.jmx.multi-mbeans-in-same-jvm = on
                      coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    }
                    runnel.control { journal = "", snapshot-store = "" }
                    """).withFallback(ConfigFactory.parseResources("runnel-engine.conf"));

    final ActorSystem system;
    final Streams streams;

    TestNode(String overrides, Engine.StreamRegionStarter starter) {
        Config config = ConfigFactory.load(ConfigFactory.parseString(overrides).withFallback(CONFIG));
        system = ActorSystem.create("engine-test", config);
        streams = await(Engine.start(system, Clock.systemUTC(), starter));
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
