package io.runnel.objectstore;

import static io.runnel.objectstore.ObjectStoreContract.ALWAYS;
import static io.runnel.objectstore.ObjectStoreContract.IF_ABSENT;
import static io.runnel.objectstore.ObjectStoreContract.await;
import static io.runnel.objectstore.ObjectStoreContract.bytes;
import static io.runnel.objectstore.ObjectStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.objectstore.ObjectStore.PutResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the local store never reports a success which a loss of power could take back. */
class LocalDurabilityTest {
    @TempDir
    private Path directory;

    private Path root;
    private PowerLossDisk disk;
    private LocalObjectStore store;

    @BeforeEach
    void open() {
        root = directory.resolve("store").toAbsolutePath();
        disk = new PowerLossDisk(root);
        store = LocalObjectStore.open(root, 8, disk);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPutThatSucceededSurvives() {
        await(store.put("a/b/c", bytes("hello"), IF_ABSENT));
        assertThat(survives("a/b/c", "hello")).isTrue();
    }

    @Test
    void aReplacementThatSucceededSurvives() {
        await(store.put("a", bytes("one"), ALWAYS));
        await(store.put("a", bytes("two"), ALWAYS));
        assertThat(survives("a", "two")).isTrue();
    }

    @Test
    void aDeletedObjectStaysDeleted() {
        await(store.put("a/b", bytes("hello"), ALWAYS));
        await(store.delete(List.of("a/b")));
        assertThat(disk.afterPowerLoss(root.resolve("a/b@"))).isEmpty();
    }

    @Test
    void everySuccessSurvivesWhileDirectoriesComeAndGo() throws Exception {
        List<CompletableFuture<Void>> clients = IntStream.range(0, 8)
                .mapToObj(client -> CompletableFuture.runAsync(() -> work(client, new Random(client))))
                .toList();
        clients.forEach(ObjectStoreContract::await);
    }

    @Test
    void aDirectoryPutIntoAParentThatWasJustMadeAnewSurvives() {
        Path parent = root.resolve("d");
        disk.beforeCreating(parent.resolve("e"), () -> {
            await(store.delete(List.of("d/other")));
            disk.createDirectory(parent);
        });
        await(store.put("d/e/a", bytes("hello"), ALWAYS));
        assertThat(survives("d/e/a", "hello")).isTrue();
    }

    @Test
    void aNameStaysGoneThoughItsDirectoryWasJustMadeAnew() throws Exception {
        Path directory = root.resolve("d");
        Path file = directory.resolve("a");
        Directories directories = new Directories(disk, root);
        directories.create(directory);
        disk.create(file).close();
        directories.forceGone(directory.resolve("none"));
        assertThat(disk.afterPowerLoss(file)).isPresent();

        disk.delete(file);
        disk.beforeForcing(directory, () -> {
            directories.removeIfEmpty(directory);
            disk.createDirectory(directory);
        });
        directories.forceGone(directory);
        assertThat(disk.afterPowerLoss(file)).isEmpty();
    }

    private void work(int client, Random random) {
        for (int i = 0; i < 60; i++) {
            String key = "d" + random.nextInt(2) + "/e" + random.nextInt(2) + "/" + client;
            String value = client + "-" + i;
            await(store.put(key, bytes(value), ALWAYS));
            assertThat(survives(key, value)).as(key + " = " + value).isTrue();
            if (random.nextBoolean()) {
                await(store.delete(List.of(key)));
                assertThat(disk.afterPowerLoss(root.resolve(key + "@"))).as(key).isEmpty();
            }
        }
    }

    @Test
    void aConflictMeansThatTheObjectInTheWayIsDurable() {
        List<CompletionStage<Boolean>> racers = new ArrayList<>();
        for (int racer = 0; racer < 16; racer++) {
            racers.add(store.put("slot", bytes("x"), IF_ABSENT).thenApply(result -> survives("slot", "x")));
        }
        assertThat(racers.stream().map(ObjectStoreContract::await)).containsOnly(true);
    }

    @Test
    void anObjectIsShownOnlyWhenItIsDurable() {
        List<CompletionStage<?>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String key = "k/" + i;
            calls.add(store.put(key, bytes("x"), ALWAYS));
            calls.add(store.get(key)
                    .thenAccept(found ->
                            assertThat(found.isEmpty() || survives(key, "x")).isTrue()));
        }
        calls.forEach(ObjectStoreContract::await);
    }

    @Test
    void aPutWhoseDirectoryCannotBeForcedFailsAndSoDoesEveryLaterOne() {
        await(store.put("wal/1", bytes("x"), ALWAYS));
        disk.failForcing(forced -> forced.endsWith("wal"));
        assertThatThrownBy(() -> await(store.put("wal/2", bytes("x"), ALWAYS)))
                .hasCauseInstanceOf(StoreException.class);
        disk.failForcing(forced -> false);
        assertThatThrownBy(() -> await(store.put("other", bytes("x"), ALWAYS)))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("until a restart");
    }

    @Test
    void whatACrashLeftUnforcedIsForcedBeforeItIsShown() {
        await(store.put("wal/1", bytes("x"), ALWAYS));
        disk.failForcing(forced -> forced.endsWith("wal"));
        assertThatThrownBy(() -> await(store.put("wal/2", bytes("left"), ALWAYS)));
        disk.failForcing(forced -> false);
        assertThat(survives("wal/2", "left")).isFalse();
        store.close();
        store = LocalObjectStore.open(root, 8, disk);
        assertThat(text(await(store.get("wal/2")).orElseThrow())).isEqualTo("left");
        assertThat(survives("wal/2", "left")).isTrue();
    }

    @Test
    void aWriteIntoAKnownDirectoryForcesOneDirectory() {
        await(store.put("wal/log/1", bytes("x"), ALWAYS));
        int before = disk.directoryForces();
        for (int i = 2; i < 12; i++) {
            await(store.put("wal/log/" + i, bytes("x"), ALWAYS));
        }
        assertThat(disk.directoryForces() - before).isEqualTo(10);
    }

    @Test
    void concurrentWritesShareForces() {
        await(store.put("wal/log/0", bytes("x"), ALWAYS));
        int before = disk.directoryForces();
        List<CompletionStage<PutResult>> puts = IntStream.rangeClosed(1, 400)
                .mapToObj(i -> store.put("wal/log/" + i, bytes("x"), ALWAYS))
                .toList();
        puts.forEach(ObjectStoreContract::await);
        assertThat(disk.directoryForces() - before).isLessThan(400);
    }

    private boolean survives(String key, String value) {
        return disk.afterPowerLoss(root.resolve(key + LocalListing.OBJECT))
                .filter(durable -> PowerLossDisk.holds(durable, bytes(value)))
                .isPresent();
    }
}
