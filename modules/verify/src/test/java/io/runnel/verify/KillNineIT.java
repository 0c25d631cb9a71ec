package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runnel.s3proxy.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Kills the server at random moments while clients write to it, again and again over the same store, and judges after
 * each restart: what was acknowledged is there, once, in order and whole. In the end the whole store must be sound.
 *
 * <p>A server over a bucket waits more than it works. So those run one after the other beside all that wants {@link
 * ServerProcess#MACHINE}, which takes as long.
 *
 * <p>{@code -Drunnel.verify.kills=N} sets how often, {@code -Drunnel.verify.seed=N} repeats the moments of an earlier run.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillNineIT {
    private static final String BUCKETS = "kills over buckets";
    private static final int KILLS = Integer.getInteger("runnel.verify.kills", 50);
    private static final long SEED = Long.getLong("runnel.verify.seed", System.nanoTime());
    private static final int MOST_BATCHES_OF_A_LIFE = 400;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(5);
    private static final int KILLED_AT_START_EVERY = 7;

    @TempDir
    Path directory;

    private final KillNineLoad load = new KillNineLoad();
    private final Random random = new Random(SEED);

    @Test
    @ResourceLock(ServerProcess.MACHINE)
    void keepsWhatItAcknowledgedInADirectory() throws Exception {
        List<String> options = List.of("--local-root", directory.resolve("root").toString());
        killAgainAndAgain(KILLS, options, Map.of());
    }

    @Test
    @ResourceLock(BUCKETS)
    void keepsWhatItAcknowledgedInABucket() throws Exception {
        try (S3Server store = S3Server.in(Files.createDirectory(directory.resolve("s3")))) {
            store.createBucket("streams");
            killAgainAndAgain(KILLS, List.of("--bucket", "streams", "--path", "data"), store.environment());
        }
    }

    @Test
    @ResourceLock(BUCKETS)
    void keepsWhatItAcknowledgedInABucketWithItsLogInADirectory() throws Exception {
        try (S3Server store = S3Server.in(Files.createDirectory(directory.resolve("s3")))) {
            store.createBucket("streams");
            String log = directory.resolve("fast").toString();
            List<String> options = List.of("--bucket", "streams", "--path", "data", "--wal-local-root", log);
            killAgainAndAgain(Math.max(1, KILLS / 10), options, store.environment());
            assertThat(directory.resolve("fast/data/wal")).isDirectory();
        }
    }

    /** Two servers with a bucket each, which differ in their endpoints only. */
    @Test
    @ResourceLock(BUCKETS)
    void keepsWhatItAcknowledgedInABucketWithItsLogInAnother() throws Exception {
        Path fast = Files.createDirectory(directory.resolve("fast"));
        try (S3Server main = S3Server.in(Files.createDirectory(directory.resolve("s3")));
                S3Server log = S3Server.in(fast)) {
            main.createBucket("streams");
            log.createBucket("log");
            Map<String, String> environment = new HashMap<>(main.environment());
            log.environment().forEach((name, value) -> environment.put("S2LITE_WAL_" + name, value));
            List<String> options = List.of("--bucket", "streams", "--path", "data", "--wal-bucket", "log");
            killAgainAndAgain(Math.max(1, KILLS / 10), options, environment);
            assertThat(fast.resolve("log/data/wal")).isDirectory();
            assertThat(directory.resolve("s3/streams/data/wal")).doesNotExist();
        }
    }

    /** The control: were something lost, the test would see it. */
    @Test
    @ResourceLock(ServerProcess.MACHINE)
    void noticesAStoreThatHasGoneBackInTime() throws Exception {
        Path root = directory.resolve("root");
        Path earlier = directory.resolve("earlier");
        List<String> options = List.of("--local-root", root.toString());
        killAgainAndAgain(1, options, Map.of());
        copy(root, earlier);
        long before = load.acknowledged();
        while (load.acknowledged() == before) {
            liveAndDie(options, Map.of());
        }
        delete(root);
        copy(earlier, root);

        assertThatThrownBy(() -> judge(options, Map.of())).hasMessageMatching("(?s).*(is lost|the tail was).*");
    }

    private void killAgainAndAgain(int kills, List<String> options, Map<String, String> environment) throws Exception {
        System.out.println("KillNineIT: seed " + SEED);
        try (ServerProcess server = launch(options, environment)) {
            server.awaitServing();
            load.prepare(server.address());
        }
        for (int cycle = 1; cycle <= kills; cycle++) {
            if (cycle % KILLED_AT_START_EVERY == 0) {
                dieWhileStarting(options, environment);
            }
            liveAndDie(options, environment);
        }
        judge(options, environment);
        StoreVerification.requireSound(options, environment);
        System.out.println("KillNineIT: " + load.acknowledged() + " batches acknowledged, " + kills + " kills");
        assertThat(load.acknowledged()).as("the clients got something done").isGreaterThan(10L * kills);
    }

    /** One cycle: judges what the one before has left, writes, and is killed in the middle of it. */
    private void liveAndDie(List<String> options, Map<String, String> environment) throws Exception {
        try (ServerProcess server = launch(options, environment)) {
            server.awaitServing();
            load.check(server.address(), false);
            List<Thread> clients = load.start(server.address(), random.nextLong());
            awaitBatches(load.acknowledged() + random.nextInt(MOST_BATCHES_OF_A_LIFE));
            load.expectTheEnd();
            server.kill();
            load.finish(clients);
        }
    }

    /** How far the clients have come, not how long they took, decides: machines differ. */
    private void awaitBatches(long count) {
        long deadline = System.nanoTime() + LONGEST_LIFE.toNanos();
        while (load.acknowledged() < count && System.nanoTime() < deadline) {
            Eventually.pause(Duration.ofMillis(1));
        }
    }

    private void dieWhileStarting(List<String> options, Map<String, String> environment) {
        try (ServerProcess server = launch(options, environment)) {
            Eventually.pause(Duration.ofMillis(500 + random.nextInt(1500)));
            server.kill();
        }
    }

    /** Judges all that is left. */
    private void judge(List<String> options, Map<String, String> environment) {
        try (ServerProcess server = launch(options, environment)) {
            server.awaitServing();
            load.check(server.address(), true);
        }
    }

    private ServerProcess launch(List<String> options, Map<String, String> environment) {
        return ServerProcess.launch(options, environment, directory.resolve("log"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path directory) {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
