package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
        try (ObjectStore store = open("runnel.store.memory.max-bytes = 10")) {
            assertThat(store.put("a", new byte[11], new ObjectStore.Condition.Always()))
                    .as("the bound of the store in memory")
                    .isCompletedExceptionally();
        }
    }

    @Test
    void opensADirectory(@TempDir Path directory) {
        ObjectStore store = open("runnel.store { kind = local, local.root = \"" + directory + "\" }");
        ObjectStoreContract.await(store.put("a", new byte[1], new ObjectStore.Condition.Always()));
        assertThat(directory.resolve("a@")).exists();
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
    void keepsTheLogInADirectoryOfItsOwnAndNotWithoutIt(@TempDir Path directory) throws Exception {
        String main = "runnel.store { kind = local, path = p, local.root = \"" + directory + "/main\" }\n";
        String wal = "runnel.store.wal { kind = local, local.root = \"" + directory + "/wal\" }\n";
        ObjectStore store = open(main + wal);
        ObjectStoreContract.await(store.put("wal/aa/l/1", new byte[1], new ObjectStore.Condition.Always()));
        ObjectStoreContract.await(store.put("logs/aa/l", new byte[1], new ObjectStore.Condition.Always()));
        assertThatThrownBy(() -> open(wal.replace("runnel.store.wal", "runnel.store")))
                .as("it is locked, too")
                .hasMessageContaining("in use");
        store.close();
        assertThat(directory.resolve("wal/p/wal/aa/l/1@")).exists();
        assertThat(directory.resolve("main/p/logs/aa/l@")).exists();
        assertThat(directory.resolve("main/p/wal")).doesNotExist();
        open(main + wal).close();
        assertThatThrownBy(() -> open(main))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory + "/main")
                .hasMessageContaining(directory + "/wal")
                .hasMessageContaining("--wal-local-root");
        assertThatThrownBy(() -> open(main + wal.replace("/wal\"", "/empty\"")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory + "/main")
                .hasMessageContaining(directory + "/wal")
                .hasMessageContaining(directory + "/empty");
        open(main + wal).close();
    }

    @Test
    void tellsOfTheRequestsToEachStore(@TempDir Path directory) {
        String main = "runnel.store { kind = local, local.root = \"" + directory + "/main\" }\n";
        String wal = "runnel.store.wal { kind = local, local.root = \"" + directory + "/wal\" }\n";
        List<String> heard = new CopyOnWriteArrayList<>();
        try (ObjectStore store = open(
                main + wal,
                name -> (operation, ending, bytes, nanos) -> heard.add(name + " " + operation + " " + bytes))) {
            ObjectStoreContract.await(store.put("wal/aa/l/1", new byte[3], new ObjectStore.Condition.Always()));
            ObjectStoreContract.await(store.put("logs/aa/l", new byte[4], new ObjectStore.Condition.Always()));
            ObjectStoreContract.await(store.get("wal/aa/l/1"));
        }
        assertThat(heard).containsExactly("log PUT 3", "main PUT 4", "log GET 3");
    }

    @Test
    void refusesALogThatIsNotApart(@TempDir Path directory) throws Exception {
        Files.createDirectory(directory.resolve("data"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("data"));
        for (String wal : List.of("data", "data/wal", ".", "link", "link/wal", "other/../data")) {
            assertThatThrownBy(() -> open("runnel.store { kind = local, local.root = \"" + directory + "/data\""
                            + ", wal { kind = local, local.root = \"" + directory + "/" + wal + "\" } }"))
                    .as(wal)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a place of its own");
        }
        assertThatThrownBy(() -> open("runnel.store { kind = s3, s3.bucket = b, wal { kind = s3, s3.bucket = b } }"))
                .hasMessageContaining("a place of its own");
    }

    @Test
    void saysWhatAStoreForTheLogNeeds(@TempDir Path directory) {
        String main = "runnel.store { kind = local, local.root = \"" + directory + "\" }\n";
        assertThatThrownBy(() -> open("runnel.store.wal { kind = local, local.root = \"" + directory + "\" }"))
                .hasMessageContaining("runnel.store.kind is memory");
        assertThatThrownBy(() -> open(main + "runnel.store.wal.kind = memory"))
                .hasMessageContaining("one of local and s3");
        assertThatThrownBy(() -> open(main + "runnel.store.wal { kind = local }"))
                .hasMessageContaining("runnel.store.wal.local.root must be set");
    }

    @Test
    void refusesS3WithAConnectionPoolThatRepeatsWrites() {
        assertThatThrownBy(() -> open("runnel.store { kind = s3, s3.bucket = b }"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("runnel-objectstore.conf")
                .hasMessageContaining("max-retries");
    }

    private static ObjectStore open(String settings) {
        return open(settings, store -> (operation, ending, bytes, nanos) -> {});
    }

    private static ObjectStore open(String settings, Function<String, RequestListener> listeners) {
        Config config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return ObjectStores.open(config, system, listeners);
    }
}
