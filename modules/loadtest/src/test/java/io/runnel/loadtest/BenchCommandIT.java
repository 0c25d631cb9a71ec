package io.runnel.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runnel.console.Environment;
import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.StreamInfo;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a server. */
@RunnelTest
class BenchCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicBoolean interrupted = new AtomicBoolean();

    private int run(TestBasin basin, String... options) {
        Map<String, String> variables = new HashMap<>(basin.environment());
        variables.put("RUNNEL_CONFIG", "/nowhere/config.toml");
        Environment environment = Environment.of(variables, new PrintWriter(out, true), new PrintWriter(err, true));
        return new CommandLine(new BenchCommand(environment, interrupted))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(environment.err())
                .setOut(environment.out())
                .execute(options);
    }

    private static void nothingIsLeft(BasinClient basin) throws Exception {
        assertThat(Await.result(basin.listAllStreams(ListOptions.ALL))).isEmpty();
    }

    @Test
    void writesReadsVerifiesAndCleansUp(TestBasin basin, BasinClient client) throws Exception {
        assertThat(run(basin, basin.name(), "-d", "1s", "-w", "0s"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("Write: ", "Read: ", "Ack latency (n = ", "End-to-end latency", "p99.9")
                .contains("Waiting 0s before catchup read...\n", "Catchup: ", "✓ Verified")
                .doesNotContain("\033");
        assertThat(out.toString()).isEmpty();
        nothingIsLeft(client);
    }

    @Test
    void manyStreamsShareTheLoadAndTheResultIsForPrograms(TestBasin basin, BasinClient client, @TempDir Path directory)
            throws Exception {
        Path report = directory.resolve("report.html");
        int code = run(
                basin,
                "s2://" + basin.name(),
                "--streams=5",
                "-d=1s",
                "-w=0s",
                "-b=1000",
                "-t=0.5",
                "--json",
                "--report",
                report.toString());
        assertThat(code).as(err.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/streams")).hasSize(5);
        assertThat(json.at("/verified").asBoolean()).isTrue();
        long records = json.at("/write/records").asLong();
        assertThat(records).isGreaterThan(0).isLessThanOrEqualTo(550);
        assertThat(json.at("/write/bytes").asLong()).isEqualTo(records * 1000);
        assertThat(json.at("/read/records").asLong()).isEqualTo(records);
        assertThat(json.at("/catchup/records").asLong()).isEqualTo(records);
        assertThat(json.at("/ack_latency_us/count").asLong()).isEqualTo(records);
        assertThat(report).content().contains("<svg", "5 streams");
        nothingIsLeft(client);
    }

    @Test
    void anInterruptionShowsWhatThereIsAndIsASuccess(TestBasin basin, BasinClient client) throws Exception {
        interrupted.set(true);
        assertThat(run(basin, basin.name(), "-d", "1h", "--output", "json"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("Write: ", "■ [ABORTED]").doesNotContain("Catchup");
        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/interrupted")
                        .asBoolean())
                .isTrue();
        nothingIsLeft(client);
    }

    @Test
    void aRecordThatNobodyOfTheRunHasWrittenIsAMismatch(TestBasin basin, BasinClient client) throws Exception {
        CompletableFuture<AppendAck> intruder = CompletableFuture.supplyAsync(() -> {
            List<StreamInfo> streams = List.of();
            while (streams.isEmpty()) {
                streams = client.listAllStreams(ListOptions.ALL).join();
            }
            AppendRecord foreign = AppendRecord.of("foreign").withTimestamp(0);
            return client.stream(streams.get(0).name()).append(foreign).join();
        });
        assertThat(run(basin, basin.name(), "-d", "60s")).as(err.toString()).isEqualTo(1);
        long seqNum = intruder.join().start().seqNum();
        assertThat(err.toString())
                .contains("✗ Verification failed: stream s2://" + basin.name() + "/bench/")
                .contains("(live read), record " + seqNum + ": its body has 7 bytes, 8170 were written");
        nothingIsLeft(client);
    }

    @Test
    void aBasinThatIsNotThereIsAFailureThatSaysWhatToDo(TestBasin basin) {
        assertThat(run(basin, "no-such-basin", "-d", "1s")).isEqualTo(1);
        assertThat(err.toString()).contains("Failed to bench", "runnel create-basin");
    }

    @Test
    void wrongOptionsAreRefusedBeforeAnythingIsDone(TestBasin basin) {
        assertThat(run(basin, basin.name(), "-b", "127")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "-b", "1048576")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "-t", "0")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "-d", "60")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "-d", "0s")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "-s", "0")).isEqualTo(2);
        assertThat(run(basin, basin.name(), "--report", "r.txt")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--record-size is from 128", "--target-mibps", "1h 30m", "--streams", ".html or .svg");
    }
}
