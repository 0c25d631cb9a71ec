package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.s3proxy.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What concurrent clients see of servers that are killed and replaced is what one correct stream could have shown
 * them (docs/histories.md). {@code -Drunnel.verify.cycles=N} sets how often, {@code -Drunnel.verify.seed=N} repeats
 * the choices of an earlier run; {@code bin/soak} does the same for longer.
 */
@ResourceLock(ServerProcess.MACHINE)
class HistoriesIT {
    private static final int CYCLES = Integer.getInteger("runnel.verify.cycles", 6);
    private static final long SEED = Long.getLong("runnel.verify.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void areLinearizableAcrossKillsOverADirectory() throws Exception {
        check(List.of("--local-root", directory.resolve("root").toString()), Map.of(), false);
    }

    @Test
    void areLinearizableAcrossKillsAndTakeoversOverABucket() throws Exception {
        try (S3Server store = S3Server.in(Files.createDirectory(directory.resolve("s3")))) {
            store.createBucket("streams");
            check(List.of("--bucket", "streams", "--path", "data"), store.environment(), true);
        }
    }

    private void check(List<String> options, Map<String, String> environment, boolean takeovers) throws Exception {
        System.out.println("HistoriesIT: seed " + SEED);
        HistoryCycles cycles = new HistoryCycles(options, environment, directory.resolve("log"), SEED, takeovers);
        HistoryCycles.Tally tally = cycles.run(CYCLES, sofar -> {});
        System.out.println("HistoriesIT: " + tally);
        assertThat(tally.violations).isEmpty();
        assertThat(tally.acknowledged).as("the clients got something done").isGreaterThan(10L * CYCLES);
    }
}
