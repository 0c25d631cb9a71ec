package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every command there is, once each, by the launcher against a server that it started too. */
@DisabledOnOs(OS.WINDOWS)
class EveryCommandIT {
    private static final String RUNNEL =
            Path.of("../../bin/runnel").toAbsolutePath().normalize().toString();
    private static final String STREAM = "s2://every-basin/stream";
    private static final int NOT_HERE = 1;

    @TempDir
    private Path directory;

    private final Set<String> said = new HashSet<>();
    private Map<String, String> variables = Map.of();

    private Command start(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RUNNEL));
        all.addAll(List.of(words));
        said.add(words[0]);
        return Command.start(directory, variables, all);
    }

    private String expect(int code, String... words) throws Exception {
        try (Command command = start(words)) {
            String out = command.out();
            assertThat(command.exitCode())
                    .as("%s: %s%s", String.join(" ", words), out, command.err())
                    .isEqualTo(code);
            return code == 0 ? out : command.err();
        }
    }

    private String runs(String... words) throws Exception {
        return expect(0, words);
    }

    @Test
    void doesWhatItSays() throws Exception {
        variables = Map.of("RUNNEL_BUILD", "never");
        Path data = directory.resolve("data");
        try (Command serve = start("serve", "--port", "0", "--host", "127.0.0.1", "--local-root", data.toString())) {
            String line = serve.awaitLine(each -> each.contains(" at http://"));
            String endpoint = line.substring(line.indexOf("http://"));
            variables = Map.of(
                    "RUNNEL_BUILD",
                    "never",
                    "RUNNEL_CONFIG",
                    directory.resolve("config.toml").toString(),
                    "S2_ACCOUNT_ENDPOINT",
                    endpoint,
                    "S2_BASIN_ENDPOINT",
                    endpoint);
            basinsAndStreams();
            records();
            setup();
            account();
            tools();
            serve.signal("TERM");
            assertThat(serve.exitCode()).isZero();
        }
        runs("store", "verify", "--local-root", data.toString());
        Environment nowhere =
                Environment.of(Map.of(), new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
        assertThat(new Commands(nowhere, (settings, environment) -> 0).entries())
                .as("a new command wants a line here")
                .extracting(CommandEntry::name)
                .allMatch(said::contains);
    }

    private void basinsAndStreams() throws Exception {
        runs("create-basin", "every-basin", "--create-stream-on-append");
        runs("ensure-basin", "every-basin", "--create-stream-on-append", "true");
        assertThat(runs("list-basins")).contains("every-basin");
        assertThat(runs("reconfigure-basin", "every-basin", "--retention-policy", "3d"))
                .contains("3d");
        assertThat(runs("get-basin-config", "every-basin")).contains("3d");
        runs("create-stream", STREAM);
        runs("ensure-stream", STREAM, "--retention-policy", "2d");
        assertThat(runs("reconfigure-stream", STREAM, "--retention-policy", "1d"))
                .contains("1d");
        assertThat(runs("get-stream-config", STREAM)).contains("1d");
        assertThat(runs("list-streams", "every-basin")).isEqualTo(STREAM + "\n");
        assertThat(runs("ls", "s2://every-basin/str")).startsWith(STREAM + " ");
    }

    private void records() throws Exception {
        Path lines = Files.writeString(directory.resolve("lines"), "one\ntwo\nthree\n");
        runs("append", STREAM, "--input", lines.toString(), "--match-seq-num", "0");
        assertThat(runs("check-tail", STREAM)).startsWith("3 @ ");
        assertThat(runs("read", STREAM, "--seq-num", "1", "--until-tail")).isEqualTo("two\nthree\n");
        assertThat(runs("tail", STREAM, "--lines", "1")).isEqualTo("three\n");
        runs("fence", STREAM, "mine");
        assertThat(expect(NOT_HERE, "append", STREAM, "--input", lines.toString(), "--fencing-token", "other"))
                .contains("fencing token");
        runs("trim", STREAM, "2", "--fencing-token", "mine");
    }

    private void setup() throws Exception {
        Path file = Files.writeString(
                directory.resolve("setup.yaml"), "basins: [{name: every-basin, streams: [{name: declared}]}]");
        assertThat(runs("apply", "--file", file.toString(), "--dry-run")).contains("+ stream every-basin/declared");
        runs("apply", "--file", file.toString());
        assertThat(runs("diff", STREAM, "s2://every-basin/declared")).contains("retention_policy\n- 1d\n+ 7d\n");
        runs("config", "set", "compression", "zstd");
        assertThat(runs("config", "list")).contains("compression = zstd");
        runs("auth", "access-token", "remove");
    }

    /** What Runnel does not have yet is said to be missing there. */
    private void account() throws Exception {
        for (List<String> words : List.of(
                List.of("list-access-tokens"),
                List.of("issue-access-token", "my-token", "--basins-prefix", "", "--ops", "read"),
                List.of("revoke-access-token", "my-token"),
                List.of("list-locations"),
                List.of("get-default-location"),
                List.of("set-default-location", "here"),
                List.of("get-account-metrics", "active-basins", "--start-ago", "1h", "--end-ago", "0s"),
                List.of("get-basin-metrics", "every-basin", "storage", "--start-ago", "1h", "--end-ago", "0s"),
                List.of("get-stream-metrics", STREAM, "storage", "--start-ago", "1h", "--end-ago", "0s"))) {
            assertThat(expect(NOT_HERE, words.toArray(String[]::new))).contains("this server does not have");
        }
    }

    private void tools() throws Exception {
        runs("doctor");
        runs("bench", "every-basin", "--duration", "1s", "--catchup-delay", "0s", "--target-mibps", "0.1");
        assertThat(runs("top", "--once")).isNotBlank();
        assertThat(runs("completion", "bash")).contains("check-tail");
        runs("delete-stream", STREAM);
        runs("delete-basin", "every-basin");
    }
}
