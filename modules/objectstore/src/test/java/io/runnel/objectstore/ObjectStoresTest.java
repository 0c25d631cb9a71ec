package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoresTest {
    private static ActorSystem system;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("stores");
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void keepsObjectsInMemoryUnlessToldOtherwise() {
        assertThat(open("")).isInstanceOf(MemoryObjectStore.class);
    }

    @Test
    void opensADirectory(@TempDir Path directory) {
        ObjectStore store = open("runnel.store { kind = local, local.root = \"" + directory + "\" }");
        assertThat(store).isInstanceOf(LocalObjectStore.class);
        store.close();
    }

    @Test
    void keepsToThePathBelowTheRoot(@TempDir Path directory) {
        ObjectStore store =
                open("runnel.store { kind = local, path = \"/team/prod/\", local.root = \"" + directory + "\" }");
        ObjectStoreContract.await(store.put("a", new byte[1], new ObjectStore.Condition.Always()));
        assertThat(directory.resolve("team/prod/a@")).exists();
        store.close();
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> open("runnel.store.kind = local"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("runnel.store.local.root");
        assertThatThrownBy(() -> open("runnel.store.kind = s3"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("runnel.store.s3.bucket");
        assertThatThrownBy(() -> open("runnel.store.kind = tape"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("memory, local and s3")
                .hasMessageContaining("tape");
    }

    @Test
    void refusesS3WithAConnectionPoolThatRepeatsWrites() {
        assertThatThrownBy(() -> open("runnel.store { kind = s3, s3.bucket = b }"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("runnel-objectstore.conf")
                .hasMessageContaining("max-retries");
    }

    private static ObjectStore open(String settings) {
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return ObjectStores.open(config, system);
    }
}
