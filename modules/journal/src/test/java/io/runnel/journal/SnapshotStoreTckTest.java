package io.runnel.journal;

import com.typesafe.config.Config;
import io.runnel.objectstore.MemoryObjectStore;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.apache.pekko.persistence.snapshot.SnapshotStoreSpec$;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SnapshotStoreTckTest {
    @TestFactory
    List<DynamicTest> overAFake() {
        Config config = TestSystems.config();
        return Tck.run(new Spec(
                config,
                TestSystems.start(
                        config.withFallback(SnapshotStoreSpec$.MODULE$.config()),
                        new LogSetup(new MemoryObjectStore(), new FakeLog()))));
    }

    private static final class Spec extends JavaSnapshotStoreSpec {
        private final ActorSystem system;

        Spec(Config config, ActorSystem system) {
            super(config);
            this.system = system;
        }

        @Override
        public ActorSystem system() {
            return system;
        }

        @Override
        public CapabilityFlag supportsMetadata() {
            return CapabilityFlag.on();
        }
    }
}
