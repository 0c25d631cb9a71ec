package io.runnel.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;

/** Actor systems configured as a node is. */
final class TestSystems {
    private TestSystems() {}

    static Config config() {
        return ConfigFactory.parseString("""
                        pekko.loggers = ["org.apache.pekko.testkit.TestEventListener"]
                        pekko.loglevel = WARNING
                        pekko.actor.allow-java-serialization = off
                        pekko.coordinated-shutdown.exit-jvm = off
                        """).withFallback(ConfigFactory.parseResources("runnel-journal.conf"));
    }

    static ActorSystem start(Config config, LogSetup setup) {
        return ActorSystem.create(
                "JournalSpec",
                ActorSystemSetup.create(BootstrapSetup.create(config.withFallback(ConfigFactory.load())), setup));
    }
}
