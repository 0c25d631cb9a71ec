package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive that a build makes, unpacked where there is no checkout. */
@DisabledOnOs(OS.WINDOWS)
class DistributionIT {
    private static final String SERVES = "serves the S2 API at ";

    @TempDir
    private Path directory;

    private Path launcher;

    @BeforeEach
    void unpack() throws Exception {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path archive = built.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
            try (Command tar = Command.start(
                    directory,
                    Map.of(),
                    List.of("tar", "xzf", archive.toAbsolutePath().toString()))) {
                assertThat(tar.exitCode()).as(tar.err()).isZero();
            }
        }
        try (Stream<Path> unpacked = Files.list(directory)) {
            launcher = unpacked.findFirst().orElseThrow().resolve("bin/runnel");
        }
    }

    private Command runnel(Map<String, String> variables, String... words) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(launcher.toString());
        all.addAll(List.of(words));
        return Command.start(directory, variables, all);
    }

    private String output(Map<String, String> variables, String... words) throws Exception {
        try (Command command = runnel(variables, words)) {
            String out = command.out();
            assertThat(command.exitCode()).as(command.err()).isZero();
            return out;
        }
    }

    @Test
    void servesAndIsItsClient() throws Exception {
        assertThat(output(Map.of(), "--version")).startsWith("runnel ");
        try (Command serve = runnel(Map.of(), "serve", "--host", "127.0.0.1", "--port", "0")) {
            String line = serve.awaitLine(said -> said.contains(SERVES));
            String endpoint = line.substring(line.indexOf(SERVES) + SERVES.length());
            String command = serve.awaitLine(said -> said.contains("create-basin"));
            assertThat(command).as("a line to paste").startsWith(launcher.toString());
            Map<String, String> variables = Map.of("S2_ACCOUNT_ENDPOINT", endpoint, "S2_BASIN_ENDPOINT", endpoint);
            output(variables, "create-basin", "unpacked-basin", "--create-stream-on-read");
            assertThat(output(variables, "check-tail", "s2://unpacked-basin/new"))
                    .isEqualTo("0 @ 0\n");
            serve.signal("TERM");
            assertThat(serve.exitCode()).isZero();
        }
    }

    @Test
    void archivesItsClassesWhenItIsToldToRehearse() throws Exception {
        output(Map.of(), "rehearse");
        try (Stream<Path> lib = Files.list(launcher.resolveSibling("../lib"))) {
            assertThat(lib.map(file -> file.getFileName().toString())).anyMatch(name -> name.endsWith(".jsa"));
        }
        assertThat(output(Map.of("RUNNEL_JAVA_OPTS", "-Xshare:on"), "--help"))
                .as("the archive fits")
                .contains("check-tail");
    }
}
