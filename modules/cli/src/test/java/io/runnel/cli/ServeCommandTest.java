package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import io.runnel.server.RunnelServer;
import io.runnel.server.ServerSettings;
import io.runnel.server.ServerSettings.TlsMode;
import io.runnel.server.ServerStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line makes of its words, without a server. */
class ServeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> variables = new HashMap<>();
    private final List<Config> started = new ArrayList<>();
    private ServerLauncher launcher = (settings, environment) -> {
        started.add(settings);
        return 0;
    };

    private int run(String... words) {
        return commands().execute(words);
    }

    private Commands commands() {
        return new Commands(
                Environment.of(variables, new PrintWriter(out, true), new PrintWriter(err, true)), launcher);
    }

    /** The settings that the server gets. */
    private ServerSettings settings() {
        return ServerSettings.from(configuration());
    }

    private Config configuration() {
        assertThat(started).as(err.toString()).hasSize(1);
        return RunnelServer.configuration(started.get(0));
    }

    @Test
    void withoutOptionsItListensOn8080AndKeepsEverythingInMemory() {
        assertThat(run("serve")).isZero();
        assertThat(settings().port()).isEqualTo(8080);
        assertThat(settings().host()).isEqualTo("0.0.0.0");
        assertThat(settings().tls()).isEqualTo(TlsMode.NONE);
        assertThat(settings().cors()).isTrue();
        assertThat(configuration().getString("runnel.store.kind")).isEqualTo("memory");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void answersToTheNameOfTheFieldsServer() {
        assertThat(run("lite", "--port", "80")).isZero();
        assertThat(settings().port()).isEqualTo(80);
    }

    @Test
    void takesABucketAndAPath() {
        run("serve", "--bucket", "b", "--path", "p/q");
        assertThat(configuration().getString("runnel.store.kind")).isEqualTo("s3");
        assertThat(configuration().getString("runnel.store.s3.bucket")).isEqualTo("b");
        assertThat(configuration().getString("runnel.store.path")).isEqualTo("p/q");
    }

    @Test
    void takesADirectory() {
        run("serve", "--local-root", "/some/where");
        assertThat(configuration().getString("runnel.store.kind")).isEqualTo("local");
        assertThat(configuration().getString("runnel.store.local.root")).isEqualTo("/some/where");
    }

    @Test
    void takesTlsSelfSigned() {
        run("serve", "--tls-self");
        assertThat(settings().tls()).isEqualTo(TlsMode.SELF_SIGNED);
    }

    @Test
    void takesTlsFromFiles() {
        run("serve", "--tls-cert", "c.pem", "--tls-key", "k.pem");
        assertThat(settings().tls()).isEqualTo(TlsMode.FILES);
        assertThat(settings().certificate()).isEqualTo(Path.of("c.pem"));
        assertThat(settings().key()).isEqualTo(Path.of("k.pem"));
    }

    @Test
    void takesTheOtherOptions() {
        run("serve", "--no-cors", "--init-file", "i.json", "--append-inflight-bytes", "1048576", "--host", "127.0.0.1");
        assertThat(settings().cors()).isFalse();
        assertThat(settings().initFile()).isEqualTo(Path.of("i.json"));
        assertThat(settings().host()).isEqualTo("127.0.0.1");
        assertThat(configuration().getBytes("runnel.streams.append-inflight-bytes"))
                .isEqualTo(1 << 20);
    }

    @Test
    void theInitFileMayComeFromTheEnvironmentAndTheOptionWins() {
        variables.put("S2LITE_INIT_FILE", "from-environment.json");
        run("serve");
        assertThat(settings().initFile()).isEqualTo(Path.of("from-environment.json"));
        started.clear();
        run("serve", "--init-file", "from-option.json");
        assertThat(settings().initFile()).isEqualTo(Path.of("from-option.json"));
    }

    @Test
    void anEmptyVariableIsNone() {
        variables.put("S2LITE_INIT_FILE", "");
        variables.put("S2LITE_WAL_BUCKET", "");
        assertThat(run("serve")).isZero();
        assertThat(settings().initFile()).isNull();
    }

    @Test
    void optionsWinOverTheConfigurationFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("my.conf");
        Files.writeString(file, "runnel.server { port = 1234, cors = off }");
        run("serve", "--config", file.toString(), "--port", "5678");
        assertThat(settings().port()).isEqualTo(5678);
        assertThat(settings().cors()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 65536                        | --port must be 0 to 65535, was 65536",
                "--port -1                           | --port must be 0 to 65535, was -1",
                "--port many                         | 'many' is not an int",
                "--append-inflight-bytes 0           | above 0, such as 134217728 or 128MiB, was 0",
                "--append-inflight-bytes lots        | above 0, such as 134217728 or 128MiB, was lots",
                "--bucket b --local-root d           | --bucket=NAME, --local-root=DIR are mutually exclusive",
                "--tls-self --tls-cert c --tls-key k | mutually exclusive",
                "--tls-cert c                        | --tls-key",
                "--tls-key k                         | --tls-cert",
                "--wal-bucket b                      | --wal-bucket needs --bucket or --local-root",
                "--wal-local-root d                  | --wal-local-root needs --bucket or --local-root",
                "--bucket b --wal-bucket c --wal-local-root d | mutually exclusive",
                "--config no/such/file               | cannot read the configuration file no/such/file",
                "--no-such-option                    | --no-such-option",
                "stray                               | stray"
            })
    void refusesWithTheLimitAndExitCode2(String words, String message) {
        assertThat(run(("serve " + words).split(" +"))).isEqualTo(2);
        assertThat(err.toString()).contains("error: ").contains(message).contains("Try 'runnel serve --help'");
        assertThat(started).isEmpty();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesAnEmptyBucket() {
        assertThat(run("serve", "--bucket", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--bucket must not be empty");
    }

    @Test
    void refusesAConfigurationFileThatIsNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("my.conf");
        Files.writeString(file, "runnel {");
        assertThat(run("serve", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("my.conf");
    }

    @Test
    void takesAStoreForTheLog() {
        run("serve", "--bucket", "b", "--wal-local-root", "/fast");
        assertThat(configuration().getString("runnel.store.kind")).isEqualTo("s3");
        assertThat(configuration().getString("runnel.store.wal.kind")).isEqualTo("local");
        assertThat(configuration().getString("runnel.store.wal.local.root")).isEqualTo("/fast");
        started.clear();
        run("serve", "--local-root", "/d", "--wal-bucket", "w");
        assertThat(configuration().getString("runnel.store.wal.kind")).isEqualTo("s3");
        assertThat(configuration().getString("runnel.store.wal.s3.bucket")).isEqualTo("w");
    }

    @Test
    void theStoreForTheLogMayComeFromTheEnvironmentAndTheOptionWins() {
        variables.put("S2LITE_WAL_BUCKET", "w");
        run("serve", "--bucket", "b");
        assertThat(configuration().getString("runnel.store.wal.s3.bucket")).isEqualTo("w");
        started.clear();
        run("serve", "--bucket", "b", "--wal-local-root", "/fast");
        assertThat(configuration().getString("runnel.store.wal.kind")).isEqualTo("local");
        assertThat(err.toString()).isEmpty();
        variables.put("S2LITE_WAL_LOCAL_ROOT", "/other");
        assertThat(run("serve", "--bucket", "b")).isEqualTo(2);
        assertThat(err.toString()).contains("exclude each other");
    }

    @Test
    void warnsOfVariablesThatMeanNothingHereWithoutTheirValues() {
        variables.put("S2LITE_NO_SUCH", "hush");
        variables.put("SL8_FLUSH_INTERVAL", "hush");
        variables.put("S2LITE_NO_DASHBOARD", "1");
        assertThat(run("serve")).isZero();
        assertThat(err.toString())
                .contains("warning: S2LITE_NO_SUCH is ignored")
                .contains("warning: SL8_FLUSH_INTERVAL is ignored")
                .doesNotContain("DASHBOARD")
                .doesNotContain("hush");
    }

    @Test
    void aServerThatCannotStartIsAnErrorOfOneLineAndExitCode1() {
        launcher = (settings, environment) -> {
            throw new ServerStartException("port 80 is in use");
        };
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("error: port 80 is in use");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port",
                "--host",
                "--bucket",
                "--local-root",
                "--path",
                "--wal-bucket",
                "--wal-local-root",
                "S2LITE_WAL_AWS_",
                "--tls-self",
                "--tls-cert",
                "--tls-key",
                "--no-cors",
                "--init-file",
                "--append-inflight-bytes",
                "--no-dashboard",
                "--config",
                "S2LITE_INIT_FILE",
                "AWS_ACCESS_KEY_ID",
                "AWS_ENDPOINT_URL_S3",
                "RUNNEL_LOG_LEVEL"
            })
    void itsHelpNames(String word) {
        assertThat(run("serve", "--help")).isZero();
        assertThat(out.toString()).contains(word);
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertThat(run()).isZero();
        String said = out.toString();
        assertThat(said).contains("serve, lite", "check-tail");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).isEqualTo(said + said);
    }

    @Test
    void aCommandThatThereIsNotIsRefusedWithOneThatIsLikeIt() {
        assertThat(run("serf")).isEqualTo(2);
        assertThat(err.toString()).contains("'serf'", "Did you mean 'runnel serve'?");
    }

    @Test
    void everyCommandHasAHelpWithAnExample() {
        for (CommandEntry entry : commands().entries()) {
            out.getBuffer().setLength(0);
            assertThat(run(entry.name(), "--help")).as(entry.name()).isZero();
            assertThat(out.toString()).as("an example").containsPattern("runnel " + entry.name());
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void knowsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("runnel ").doesNotContain("project.version");
    }
}
