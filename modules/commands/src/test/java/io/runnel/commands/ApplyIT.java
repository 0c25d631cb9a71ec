package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.runnel.console.Environment;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.BasinReconfiguration;
import io.runnel.sdk.Change;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.TimestampingMode;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code apply} and {@code diff} against a server. */
@RunnelTest
class ApplyIT {
    @TempDir
    private Path directory;

    private final String basin = "apply-" + UUID.randomUUID();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(TestBasin place, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        Environment environment =
                Environment.of(place.environment(), new PrintWriter(out, true), new PrintWriter(err, true));
        return new CommandLine(new Root())
                .addSubcommand(new ApplyCommand(environment))
                .addSubcommand(new DiffCommand(environment))
                .setErr(environment.err())
                .execute(words);
    }

    @CommandLine.Command(name = "runnel")
    private static final class Root {}

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("setup.json"), text.replace("BASIN", basin))
                .toString();
    }

    private String wanted() throws IOException {
        return file("""
                {"basins": [{"name": "BASIN", "config": {"create_stream_on_append": true,
                   "default_stream_config": {"storage_class": "standard"}},
                   "streams": [{"name": "orders", "config": {"retention_policy": "30d"}}, {"name": "mails"}]}]}
                """);
    }

    @Test
    void whatIsMissingIsCreatedAndASecondTimeNothingIsDone(TestBasin place) throws Exception {
        String file = wanted();
        assertThat(run(place, "apply", "-f", file)).as(err.toString()).isZero();
        assertThat(err.toString()).isEqualTo("""
                  basin %1$s (created)
                  stream %1$s/orders (created)
                  stream %1$s/mails (created)
                ✓ Done
                """.formatted(basin));
        assertThat(out.toString()).isEmpty();
        assertThat(run(place, "apply", "-f", file)).isZero();
        assertThat(err.toString()).isEqualTo("""
                  basin %1$s (config unchanged)
                  stream %1$s/orders (config unchanged)
                  stream %1$s/mails (config unchanged)
                ✓ Done
                """.formatted(basin));
    }

    @Test
    void aDryRunShowsEverythingAndDoesNothing(TestBasin place, RunnelClient client) throws Exception {
        assertThat(run(place, "apply", "-f", wanted(), "--dry-run")).isZero();
        assertThat(out.toString()).isEqualTo("""
                + basin %1$s
                    default_stream_config.storage_class: standard
                    create_stream_on_append: true
                    create_stream_on_read: false
                  + stream %1$s/orders
                      storage_class: standard
                      retention_policy: 30d
                      timestamping.mode: client-prefer
                      timestamping.uncapped: false
                      delete_on_empty.min_age: 0s
                  + stream %1$s/mails
                      storage_class: standard
                      retention_policy: 7d
                      timestamping.mode: client-prefer
                      timestamping.uncapped: false
                      delete_on_empty.min_age: 0s
                """.formatted(basin));
        assertThat(client.getBasinConfig(basin))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(RunnelException.class)
                .withMessageContaining("basin_not_found");
    }

    @Test
    void aDryRunTellsWhatWouldChangeFromWhatToWhat(TestBasin place, RunnelClient client) throws Exception {
        String file = wanted();
        run(place, "apply", "-f", file);
        Await.result(
                client.reconfigureBasin(basin, BasinReconfiguration.NONE.withCreateStreamOnAppend(Change.to(false))));
        assertThat(run(place, "apply", "-f", file, "--dry-run", "--exit-code")).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("""
                ~ basin %1$s
                    create_stream_on_append: false → true
                  = stream %1$s/orders
                  = stream %1$s/mails
                """.formatted(basin));
        assertThat(run(place, "apply", "-f", file)).isZero();
        assertThat(run(place, "apply", "-f", file, "--dry-run", "--exit-code")).isZero();
    }

    @Test
    void aStorageClassThatNobodyNamesIsMarkedAsOpen(TestBasin place) throws Exception {
        String file = file("{\"basins\": [{\"name\": \"BASIN\", \"streams\": [{\"name\": \"s\"}]}]}");
        assertThat(run(place, "apply", "-f", file, "--dry-run")).isZero();
        assertThat(out.toString()).contains("    storage_class: ?\n");
        run(place, "apply", "-f", file);
        assertThat(run(place, "apply", "-f", file, "--dry-run", "--output", "json"))
                .isZero();
        JsonNode plan = new JsonMapper().readTree(out.toString());
        assertThat(plan.at("/pending").asInt()).isZero();
        assertThat(plan.at("/steps/1/action").asText()).isEqualTo("keep");
        assertThat(plan.at("/steps/1/known_when_applied/0").asText()).isEqualTo("storage_class");
    }

    @Test
    void aWrongFileChangesNothing(TestBasin place, RunnelClient client) throws Exception {
        String file = file("{\"basins\": [{\"name\": \"BASIN\"}, {\"name\": \"x\"}]}");
        assertThat(run(place, "apply", "-f", file)).isEqualTo(1);
        assertThat(err.toString()).contains("Failed to apply", "basins[1].name", "nothing has been changed");
        assertThat(client.getBasinConfig(basin)).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void theSchemaIsPrintedWithoutAServer(TestBasin place) throws Exception {
        assertThat(run(place, "apply", "--schema", "--endpoint", "http://127.0.0.1:1"))
                .isZero();
        assertThat(new JsonMapper().readTree(out.toString()).at("/$schema").asText())
                .contains("2020-12");
    }

    @Test
    void aFileOrTheSchemaMustBeAskedFor(TestBasin place) {
        assertThat(run(place, "apply")).isEqualTo(2);
    }

    @Test
    void twoBasinsAreCompared(TestBasin place, RunnelClient client) throws Exception {
        String other = basin.substring(0, 40) + "-b";
        Await.result(client.createBasin(basin, BasinConfig.DEFAULT, null));
        Await.result(client.createBasin(other, BasinConfig.DEFAULT.withCreateStreamOnRead(true), null));
        assertThat(run(place, "diff", "s2://" + basin, "s2://" + other)).isZero();
        assertThat(out.toString()).isEqualTo("""
                --- s2://%s
                +++ s2://%s

                create_stream_on_read
                - false
                + true
                """.formatted(basin, other));
        assertThat(run(place, "diff", "-r", "basin", basin, other, "--exit-code"))
                .isEqualTo(1);
        assertThat(run(place, "diff", "-r", "basin", basin, basin, "--exit-code"))
                .isZero();
        assertThat(out.toString()).isEqualTo("""
                --- %1$s
                +++ %1$s

                ✓ No differences
                """.formatted(basin));
    }

    @Test
    void aStreamIsComparedWithWhatItsBasinGives(TestBasin place, BasinClient given) throws Exception {
        Await.result(
                given.createStream("s", StreamConfig.DEFAULT.withUncapped(true).withStorageClass("standard")));
        Await.result(given.createStream("t", StreamConfig.DEFAULT.withStorageClass("standard")));
        String uri = "s2://" + given.name();
        assertThat(run(place, "diff", uri + "/s", uri + "/t", "--output", "json"))
                .isZero();
        assertThat(new JsonMapper().readTree(out.toString())).isEqualTo(new JsonMapper().readTree("""
                        {"resource": "stream", "left": "%1$s/s", "right": "%1$s/t",
                         "differences": [{"path": "timestamping.uncapped", "left": true, "right": false}]}
                        """.formatted(uri)));
        assertThat(run(place, "diff", uri + "/s", uri + "/s", "-o", "json")).isZero();
        assertThat(out.toString()).isEqualTo("""
                {
                  "resource": "stream",
                  "left": "%1$s/s",
                  "right": "%1$s/s",
                  "differences": []
                }
                """.formatted(uri));
        assertThat(run(place, "diff", uri + "/s", uri, "-o", "json")).isZero();
        assertThat(new JsonMapper().readTree(out.toString()).at("/resource").asText())
                .isEqualTo("stream-vs-basin-defaults");
        assertThat(run(place, "diff", uri, uri + "/s")).isZero();
        assertThat(out.toString()).isEqualTo("""
                --- %1$s (stream defaults)
                +++ %1$s/s

                storage_class
                - null
                + standard

                timestamping.uncapped
                - false
                + true
                """.formatted(uri));
    }

    @Test
    void whatIsNotSetIsComparedAsTheDefaultThatItStandsFor(TestBasin place, RunnelClient client) throws Exception {
        String given = basin.substring(0, 40) + "-d";
        StreamConfig defaults = StreamConfig.DEFAULT
                .withRetention(RetentionPolicy.age(Duration.ofDays(7).toSeconds()))
                .withTimestampingMode(TimestampingMode.CLIENT_PREFER)
                .withUncapped(false)
                .withDeleteOnEmptyMinAgeSeconds(0L);
        Await.result(client.createBasin(given, BasinConfig.DEFAULT.withDefaultStreamConfig(defaults), null));
        assertThat(run(place, "apply", "-f", wanted())).isZero();
        assertThat(run(place, "diff", "s2://" + given, "s2://" + basin, "--exit-code"))
                .isEqualTo(1);
        assertThat(out.toString()).isEqualTo("""
                --- s2://%s
                +++ s2://%s

                default_stream_config.storage_class
                - null
                + standard

                create_stream_on_append
                - false
                + true
                """.formatted(given, basin));
    }

    @Test
    void whatCannotBeComparedIsRefused(TestBasin place) {
        assertThat(run(place, "diff", "one", "other")).isEqualTo(2);
        assertThat(err.toString()).contains("--resource");
        assertThat(run(place, "diff", "s2://my-first-basin/s", "s2://my-other-basin"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("its own basin");
    }

    @Test
    void accessTokensAreNotToBeHadHere(TestBasin place) {
        assertThat(run(place, "diff", "-r", "access-token", "one", "other")).isEqualTo(1);
        assertThat(err.toString()).contains("Failed to compare", "501");
    }
}
