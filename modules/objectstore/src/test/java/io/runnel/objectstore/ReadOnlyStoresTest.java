package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.runnel.objectstore.ObjectStore.Condition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that another process has, looked into. */
class ReadOnlyStoresTest {
    @TempDir
    private Path directory;

    private ObjectStore open() {
        return ReadOnlyStores.open(
                ConfigFactory.parseMap(
                                Map.of("runnel.store.kind", "local", "runnel.store.local.root", directory.toString()))
                        .withFallback(ConfigFactory.load()),
                () -> {
                    throw new AssertionError("a directory needs no actors");
                });
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void seesWhatIsWrittenMeanwhileAndWritesNothing() {
        try (LocalObjectStore writer = LocalObjectStore.open(directory, 2);
                ObjectStore reader = open()) {
            await(writer.put("a/b", "first".getBytes(US_ASCII), new Condition.Always()));
            assertThat(await(reader.list("", "", 10))).containsExactly("a/b");
            await(writer.put("a/c", "second".getBytes(US_ASCII), new Condition.Always()));
            assertThat(await(reader.list("", "", 10))).containsExactly("a/b", "a/c");
            assertThat(await(reader.get("a/c")).orElseThrow().bytes()).isEqualTo("second".getBytes(US_ASCII));
            assertThat(await(reader.get("a/c", -2, 2)).orElseThrow().bytes()).isEqualTo("nd".getBytes(US_ASCII));
            assertThat(await(reader.get("a/d"))).isEmpty();
            assertThatThrownBy(() -> await(reader.put("a/d", new byte[1], new Condition.Always())))
                    .hasMessageContaining("for reading only");
            assertThatThrownBy(() -> await(reader.delete(List.of("a/b")))).hasMessageContaining("for reading only");
            assertThat(await(writer.list("", "", 10))).containsExactly("a/b", "a/c");
        }
    }

    @Test
    void doesNotMakeADirectory() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> ReadOnlyStores.open(
                        ConfigFactory.parseMap(Map.of(
                                        "runnel.store.kind", "local", "runnel.store.local.root", none.toString()))
                                .withFallback(ConfigFactory.load()),
                        () -> {
                            throw new AssertionError("a directory needs no actors");
                        }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no directory");
        assertThat(Files.exists(none)).isFalse();
    }

    @Test
    void saysThatAnObjectIsDamaged() throws Exception {
        try (LocalObjectStore writer = LocalObjectStore.open(directory, 2)) {
            await(writer.put("a/b", "first".getBytes(US_ASCII), new Condition.Always()));
        }
        Files.write(directory.resolve("a/b@"), new byte[40]);
        try (ObjectStore reader = open()) {
            assertThatThrownBy(() -> await(reader.get("a/b"))).hasCauseInstanceOf(DamagedObjectException.class);
        }
    }
}
