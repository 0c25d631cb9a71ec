package io.runnel.journal;

import com.typesafe.config.Config;
import io.runnel.objectstore.LocalObjectStore;
import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.persistence.CapabilityFlag;
import org.apache.pekko.persistence.japi.snapshot.JavaSnapshotStoreSpec;
import org.apache.pekko.persistence.snapshot.SnapshotStoreSpec$;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SnapshotStoreTckTest {
    @TestFactory
    List<DynamicTest> overAFake() {
        return run(new LogSetup(new MemoryObjectStore(), new FakeLog()));
    }

    @TestFactory
    List<DynamicTest> overMemory() {
        return run(new LogSetup(new MemoryObjectStore()));
    }

    @TestFactory
    List<DynamicTest> overADirectory(@TempDir Path directory) {
        try (ObjectStore store = LocalObjectStore.open(directory, 4)) {
            return run(new LogSetup(store));
        }
    }

    private static List<DynamicTest> run(LogSetup setup) {
        Config config = TestSystems.config();
        return Tck.run(
                new Spec(config, TestSystems.start(config.withFallback(SnapshotStoreSpec$.MODULE$.config()), setup)));
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
