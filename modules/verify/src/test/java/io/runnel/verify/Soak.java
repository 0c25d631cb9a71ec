package io.runnel.verify;

import io.runnel.s3proxy.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Kills and replaces servers for hours: {@code bin/soak}. */
final class Soak {
    private static final int PROGRESS_EVERY = 10;

    private Soak() {}

    public static void main(String[] words) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("--cycles", "500", "--store", "local", "--seed", "0"));
        for (int i = 0; i < words.length; i += 2) {
            if (!options.containsKey(words[i]) || i + 1 == words.length) {
                System.err.println("usage: bin/soak [--cycles N] [--store local|s3] [--seed N]");
                System.exit(2);
            }
            options.put(words[i], words[i + 1]);
        }
        int cycles = Integer.parseInt(options.get("--cycles"));
        long given = Long.parseLong(options.get("--seed"));
        long seed = given == 0 ? System.nanoTime() : given;
        boolean s3 = options.get("--store").equals("s3");
        System.out.printf("soak: %d cycles over %s, seed %d%n", cycles, s3 ? "a bucket" : "a directory", seed);
        Path directory = Files.createTempDirectory("runnel-soak");
        HistoryCycles.Tally tally;
        if (s3) {
            try (S3Server store = S3Server.in(Files.createDirectory(directory.resolve("s3")))) {
                store.createBucket("streams");
                tally = run(cycles, List.of("--bucket", "streams"), store.environment(), directory, seed, true);
            }
        } else {
            List<String> local =
                    List.of("--local-root", directory.resolve("root").toString());
            tally = run(cycles, local, Map.of(), directory, seed, false);
        }
        tally.violations.forEach(System.out::println);
        if (tally.violations.isEmpty()) {
            delete(directory);
        } else {
            System.out.println("what the servers said, and their store, are left in " + directory);
        }
        System.exit(tally.violations.isEmpty() ? 0 : 1);
    }

    private static HistoryCycles.Tally run(
            int cycles,
            List<String> options,
            Map<String, String> environment,
            Path directory,
            long seed,
            boolean takeovers)
            throws InterruptedException {
        long began = System.nanoTime();
        HistoryCycles soak = new HistoryCycles(options, environment, directory.resolve("log"), seed, takeovers);
        HistoryCycles.Tally tally = soak.run(cycles, sofar -> {
            if (sofar.cycles % PROGRESS_EVERY == 0) {
                System.out.printf(Locale.ROOT, "%5d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, sofar);
            }
        });
        System.out.printf(
                "soak: seed %d, %s, %d s, %d restarts, %s%n",
                seed, takeovers ? "s3" : "local", (System.nanoTime() - began) / 1_000_000_000, tally.cycles, tally);
        return tally;
    }

    private static void delete(Path directory) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
