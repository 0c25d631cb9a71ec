package io.runnel.storetools;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.runnel.objectstore.LocalObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of many entries is checked by a process whose heap could not hold them. */
class BigStoreIT {
    private static final int STREAMS = 2000;
    private static final int BATCHES = 150; // of each
    private static final String HEAP = "-Xmx40m";

    @TempDir
    private Path directory;

    @Test
    void isCheckedInASmallHeap() throws Exception {
        try (LocalObjectStore store = LocalObjectStore.open(directory, 4)) {
            Writing one = Writing.to(store, Writing.large());
            one.many(STREAMS, BATCHES);
            one.shutdown();
            Writing two = one.next(store, Writing.large());
            two.claimAll();
            two.close();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BigStoreIT.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("SOUND", "300,000 entries", "2,000 streams");
    }

    /** The process that checks. */
    public static void main(String[] args) {
        try (StoreAccess store = StoreAccess.open(ConfigFactory.parseMap(Map.of(
                "runnel.store.kind",
                "local",
                "runnel.store.local.root",
                List.of(args).get(0))))) {
            VerifyReport report = store.verify(Progress.NONE);
            new ReportPrinter(report).printText(new java.io.PrintWriter(System.out, true, StandardCharsets.UTF_8));
            System.exit(report.isSound() ? 0 : 1);
        }
    }
}
