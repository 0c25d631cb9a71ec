package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runnel.s3proxy.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code runnel store} on a bucket, which a server writes to as fast as it can. */
@ResourceLock(ServerProcess.MACHINE)
class StoreToolsIT {
    private static final int CHECKS = 3;

    @TempDir
    Path directory;

    private final KillNineLoad load = new KillNineLoad();

    @Test
    void aBucketIsSoundWhileAServerWritesAndDamagedWhenAnObjectIsLost() throws Exception {
        Path files = Files.createDirectory(directory.resolve("s3"));
        // Index runs, segments and deletions every moment.
        Path conf = directory.resolve("restless.conf");
        Files.writeString(conf, """
            runnel.log { roll-up-objects = 8, delete-after = 0s, sweep-interval = 200ms, max-run-bytes = 16 KiB }
            """);
        try (S3Server store = S3Server.in(files)) {
            store.createBucket("streams");
            List<String> place = List.of("--bucket", "streams", "--path", "data");
            List<String> options = new ArrayList<>(place);
            options.addAll(List.of("--config", conf.toString()));
            for (int life = 0; life < 2; life++) {
                try (ServerProcess server =
                        ServerProcess.launch(options, store.environment(), directory.resolve("log"))) {
                    server.awaitServing();
                    if (life == 0) {
                        load.prepare(server.address());
                    }
                    load.check(server.address(), false);
                    List<Thread> clients = load.start(server.address(), 1);
                    for (int i = 0; i < CHECKS; i++) {
                        StoreVerification.requireSound(place, store.environment());
                    }
                    load.expectTheEnd();
                    server.kill();
                    load.finish(clients);
                }
            }
            assertThat(load.acknowledged()).isPositive();
            StoreVerification.requireSound(place, store.environment());
            assertThat(StoreVerification.run("inspect", place, store.environment()))
                    .satisfies(
                            shown -> assertThat(shown.code()).as(shown.output()).isZero());

            requireNoticed(files.resolve("streams/data"), place, store.environment());
        }
    }

    /** Takes the youngest segment away that something refers to: the last server may have left others behind when it was killed. */
    private static void requireNoticed(Path data, List<String> place, Map<String, String> environment)
            throws Exception {
        StoreVerification.Ended before = StoreVerification.run("verify", withJson(place), environment);
        JsonNode unreferenced = new ObjectMapper().readTree(before.output()).get("unreferenced");
        assertThat(unreferenced.get("some_keys"))
                .as("the keys of all leftovers")
                .hasSize(unreferenced.get("objects").intValue());
        Set<String> leftovers = new HashSet<>();
        unreferenced.get("some_keys").forEach(key -> leftovers.add(key.textValue()));
        String lost = segments(data).stream()
                .filter(key -> !leftovers.contains(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing refers to any segment: " + before.output()));
        Files.delete(data.resolve(lost));

        StoreVerification.Ended verify = StoreVerification.run("verify", place, environment);
        assertThat(verify.code()).as(verify.output()).isOne();
        assertThat(verify.output()).contains("DAMAGE: " + lost, "no such object");
    }

    private static List<String> withJson(List<String> place) {
        List<String> options = new ArrayList<>(place);
        options.addAll(List.of("--output", "json"));
        return options;
    }

    /** Keys of all segments, the youngest first. */
    private static List<String> segments(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("seg"))) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(
                                    (Path file) -> file.getParent().getFileName() + "/" + file.getFileName())
                            .reversed())
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }
    }

    @Test
    void aBucketThatIsNotThereIsNotDamaged() throws Exception {
        try (S3Server store = S3Server.inMemory()) {
            store.createBucket("empty");
            Map<String, String> environment = store.environment();
            StoreVerification.Ended none = StoreVerification.run("verify", List.of("--bucket", "nowhere"), environment);
            assertThat(none.code()).as(none.output()).isEqualTo(2);
            StoreVerification.Ended empty = StoreVerification.run("verify", List.of("--bucket", "empty"), environment);
            assertThat(empty.code()).as(empty.output()).isEqualTo(2);
            assertThat(empty.output()).contains("there is no store of Runnel in this place");
        }
    }
}
