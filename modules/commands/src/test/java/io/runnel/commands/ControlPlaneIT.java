package io.runnel.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.runnel.commands.Cli.Result;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands about basins and streams, against a server. */
@RunnelTest
class ControlPlaneIT {
    @TempDir
    private Path directory;

    private Cli cli;
    private final String basin = "cli-" + UUID.randomUUID();

    @BeforeEach
    void connect(TestBasin place) {
        cli = new Cli(place.environment(), directory);
    }

    private Result done(String... words) {
        Result result = cli.run(words);
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private JsonNode json(String... words) throws Exception {
        return new JsonMapper().readTree(done(words).bytes());
    }

    private String uri(String stream) {
        return "s2://" + basin + "/" + stream;
    }

    @Test
    void aBasinComesAndGoes() throws Exception {
        Result created = done("create-basin", basin, "--create-stream-on-append", "--retention-policy", "30d");
        assertThat(created.err()).isEqualTo("✓ Basin created\n");
        assertThat(created.bytes()).isEmpty();
        Result again = cli.run("create-basin", basin);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("error: Failed to create basin: ", "ensure-basin");
        assertThat(done("list-basins", "-p", basin).out()).isEqualTo(basin + "\n");
        assertThat(done("ls", "-p", basin).out()).isEqualTo(basin + "\n");
        assertThat(json("ls", "-p", basin, "--output", "json")
                        .get(0)
                        .get("name")
                        .asText())
                .isEqualTo(basin);
        assertThat(done("get-basin-config", "s2://" + basin + "/").out())
                .containsPattern("default_stream_config.retention_policy +\\| 30d")
                .containsPattern("create_stream_on_append +\\| true")
                .containsPattern("create_stream_on_read +\\| false");
        assertThat(done("delete-basin", basin).err()).isEqualTo("✓ Basin deletion requested\n");
        assertThat(done("delete-basin", basin, "--if-exists").code()).isZero();
        Result none = cli.run("get-basin-config", "there-is-no-such-basin");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("basin_not_found", "runnel ls");
    }

    @Test
    void aBasinIsReconfiguredAsFarAsIsSaid() throws Exception {
        done("create-basin", basin, "--retention-policy", "infinite", "--timestamping-mode", "arrival");
        Result changed = done("reconfigure-basin", basin, "--create-stream-on-read", "true");
        assertThat(changed.err()).isEqualTo("✓ Basin reconfigured\n");
        assertThat(changed.out())
                .containsPattern("create_stream_on_read +\\| true")
                .containsPattern("retention_policy +\\| infinite")
                .containsPattern("timestamping.mode +\\| arrival");
        JsonNode json = json(
                "reconfigure-basin",
                basin,
                "--reset",
                "timestamping-mode",
                "--create-stream-on-read",
                "false",
                "--output",
                "json");
        assertThat(json.at("/create_stream_on_read").asBoolean(true)).isFalse();
        assertThat(json.at("/default_stream_config/retention_policy/infinite").isObject())
                .isTrue();
        assertThat(json.at("/default_stream_config/timestamping/mode").asText()).isNotEqualTo("arrival");
    }

    @Test
    void ensuringTwiceChangesNothing() throws Exception {
        assertThat(done("ensure-basin", basin, "--create-stream-on-append").err())
                .isEqualTo("✓ Basin created\n");
        assertThat(done("ensure-basin", basin, "--create-stream-on-append").err())
                .isEqualTo("✓ Basin unchanged\n");
        assertThat(done("ensure-basin", basin).err()).isEqualTo("✓ Basin updated\n");
        assertThat(done("ensure-stream", uri("s"), "--retention-policy", "1h").err())
                .isEqualTo("✓ Stream created\n");
        JsonNode again = json("ensure-stream", uri("s"), "--retention-policy", "1h", "--output", "json");
        assertThat(again.get("result").asText()).isEqualTo("unchanged");
        assertThat(again.get("uri").asText()).isEqualTo(uri("s"));
        assertThat(done("ensure-stream", uri("s"), "--retention-policy", "2h").err())
                .isEqualTo("✓ Stream updated\n");
    }

    @Test
    void aStreamComesAndGoes() throws Exception {
        done("create-basin", basin);
        assertThat(done(
                                "create-stream",
                                uri("a/b"),
                                "--delete-on-empty-min-age",
                                "90s",
                                "--timestamping-uncapped",
                                "true")
                        .err())
                .isEqualTo("✓ Stream created\n");
        assertThat(done("get-stream-config", uri("a/b")).out())
                .containsPattern("delete_on_empty.min_age +\\| 1m 30s")
                .containsPattern("timestamping.uncapped +\\| true");
        assertThat(cli.run("create-stream", uri("a/b")).code()).isEqualTo(1);
        JsonNode changed = json("reconfigure-stream", uri("a/b"), "--retention-policy", "1d", "--output", "json");
        assertThat(changed.at("/retention_policy/age").asLong()).isEqualTo(86_400);
        assertThat(changed.at("/delete_on_empty/min_age_secs").asLong()).isEqualTo(90);
        JsonNode reset = json(
                "reconfigure-stream",
                uri("a/b"),
                "--reset",
                "retention-policy,delete-on-empty-min-age",
                "--output",
                "json");
        assertThat(reset.at("/retention_policy/age").asLong()).isNotEqualTo(86_400);
        assertThat(reset.at("/delete_on_empty/min_age_secs").asLong()).isZero();
        assertThat(done("reconfigure-stream", uri("a/b"), "--retention-policy", "2d")
                        .err())
                .isEqualTo("✓ Stream reconfigured\n");
        assertThat(done("delete-stream", uri("a/b")).err()).isEqualTo("✓ Stream deletion requested\n");
        assertThat(done("delete-stream", uri("none"), "--if-exists").code()).isZero();
        assertThat(cli.run("delete-stream", uri("none")).code()).isEqualTo(1);
    }

    @Test
    void listsStreamsByPrefixAndPage() throws Exception {
        done("create-basin", basin);
        for (String each : new String[] {"a/1", "a/2", "a/3", "b/1"}) {
            done("create-stream", uri(each));
        }
        String[] all = {uri("a/1"), uri("a/2"), uri("a/3"), uri("b/1")};
        assertThat(done("list-streams", basin).out().lines()).containsExactly(all);
        assertThat(done("list-streams", uri("a/")).out().lines()).containsExactly(all[0], all[1], all[2]);
        assertThat(done("list-streams", basin, "-p", "b").out().lines()).containsExactly(all[3]);
        assertThat(done("list-streams", basin, "-s", "a/2", "-n", "1").out().lines())
                .containsExactly(all[2]);
        assertThat(done("list-streams", basin, "-n", "2", "--no-auto-paginate")
                        .out()
                        .lines())
                .containsExactly(all[0], all[1]);
        assertThat(done("ls", uri("b")).out()).matches("s2://" + basin + "/b/1 \\d{4}-\\d\\d-\\d\\dT.*Z\n");
        assertThat(json("list-streams", basin, "--output", "json")
                        .get(3)
                        .get("name")
                        .asText())
                .isEqualTo("b/1");
        assertThat(json("list-streams", basin, "-p", "none", "--output", "json"))
                .isEmpty();
        Result twice = cli.run("ls", uri("a"), "-p", "a");
        assertThat(twice.code()).isEqualTo(2);
        assertThat(twice.err()).contains("the prefix was given twice");
    }

    @ParameterizedTest
    @CsvSource({
        "list-access-tokens, access tokens",
        "revoke-access-token x, access tokens",
        "issue-access-token x --basins-prefix=, access tokens",
        "list-locations, locations",
        "get-default-location, locations",
        "set-default-location x, locations",
        "get-account-metrics account-ops --start-ago 1d --end-ago 0s, metrics",
        "get-basin-metrics some-basin storage --start-ago 1d --end-ago 0s, metrics",
        "get-stream-metrics s2://some-basin/x storage --start-timestamp 1 --end-timestamp 2, metrics"
    })
    void whatThisServerDoesNotHaveIsSaidSo(String words, String feature) {
        Result result = cli.run(words.split(" "));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.bytes()).isEmpty();
        assertThat(result.err()).contains(": this server does not have " + feature);
    }

    @ParameterizedTest
    @CsvSource({
        "create-basin short",
        "create-basin",
        "create-basin some-basin --retention-policy 0s",
        "create-basin some-basin --retention-policy soon",
        "create-basin some-basin --delete-on-empty-min-age 1500ms",
        "create-basin some-basin --timestamping-mode never",
        "create-basin some-basin --stream-cipher rot13",
        "get-basin-config s2://some-basin/with-prefix",
        "reconfigure-stream s2://some-basin/x --reset everything",
        "create-stream some-basin/x",
        "list-streams",
        "ls some-basin -n 0",
        "get-account-metrics storage --start-ago 1d --end-ago 0s",
        "get-account-metrics account-ops --start-ago 1d",
        "get-account-metrics account-ops --start-ago 1d --end-ago 0s --interval year",
        "issue-access-token x --ops fly",
        "issue-access-token x --op-group-perms account=x",
        "issue-access-token x --expires-in 1d --expires-at 2027-01-01T00:00:00Z"
    })
    void whatIsUsedWronglyIsAUsageError(String words) {
        assertThat(cli.run(words.split(" ")).code()).isEqualTo(2);
    }

    @Test
    void theDoctorFindsAServerInGoodHealth() throws Exception {
        assertThat(done("doctor").out())
                .contains("✓ connection: the server answers\n", "✓ permission: basins can be listed\n")
                .contains("HTTP/2: works\n", "access tokens: this server does not have them\n");
        assertThat(json("doctor", "--output", "json").findValuesAsText("status"))
                .contains("ok", "info");
    }

    @Test
    void theDoctorSaysWhatIsWrong() {
        Result nobody = cli.run("doctor", "--endpoint", "http://127.0.0.1:1");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.out()).contains("✗ connection: ", "'runnel serve'");
        Result wrong = cli.with("S2_COMPRESSION", "lzma").run("doctor");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).contains("✗ settings: S2_COMPRESSION must be gzip, zstd or none");
    }
}
