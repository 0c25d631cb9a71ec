package io.runnel.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runnel.console.Environment;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command against a server, without a terminal. */
@RunnelTest
class TopCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(TestBasin basin, Writer to, String... options) {
        Map<String, String> variables = new HashMap<>(basin.environment());
        variables.put("RUNNEL_CONFIG", "/nowhere/config.toml");
        Environment environment = Environment.of(variables, new PrintWriter(to), new PrintWriter(err, true));
        return new CommandLine(new TopCommand(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(environment.err())
                .setOut(environment.out())
                .execute(options);
    }

    @Test
    void printsOneView(TestBasin basin, BasinClient client) throws Exception {
        Await.result(client.stream("some/stream").append(AppendRecord.of("a"), AppendRecord.of("b")));
        int code = run(basin, out, "--once", "--interval", "100ms", "--basin", basin.name());
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith(basin.endpoint().toString())
                .contains("Append", "Read", "HTTP", "Storage", "Streams of " + basin.name() + " (1)")
                .containsPattern("some/stream +0 +2 ")
                .doesNotContain("\033", "NaN");
    }

    @Test
    void printsOneViewForPrograms(TestBasin basin, BasinClient client) throws Exception {
        Await.result(client.stream("s").append(AppendRecord.of("a")));
        int code = run(basin, out, "--once", "-i", "100ms", "-b", basin.name(), "--output", "json", "--sort", "name");
        assertThat(code).as(err.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/append/records").isNumber()).isTrue();
        assertThat(json.at("/storage/flushes").isNumber()).isTrue();
        assertThat(json.at("/streams/0/stream").asText()).isEqualTo("s");
        assertThat(json.at("/streams/0/next_seq_num").asInt()).isEqualTo(1);
        assertThat(json.at("/streams/0/records").asInt()).isZero();
    }

    @Test
    void endsWhenNobodyReadsAnyMore(TestBasin basin) {
        Writer closed = new Writer() {
            private int views;

            @Override
            public void write(char[] text, int from, int length) {}

            @Override
            public void flush() throws IOException {
                if (++views == 3) {
                    throw new IOException("Broken pipe");
                }
            }

            @Override
            public void close() {}
        };
        assertThat(run(basin, closed, "--interval", "100ms")).as(err.toString()).isZero();
    }

    @Test
    void aServerThatIsNotThereIsAFailureThatSaysWhatToDo(TestBasin basin) {
        basin.close();
        assertThat(run(basin, out, "--once")).isEqualTo(1);
        assertThat(err.toString()).contains("Failed to show the server: cannot read http://127.0.0.1", "runnel serve");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aBasinThatIsNotThereIsAFailureThatSaysWhatToDo(TestBasin basin) {
        assertThat(run(basin, out, "--once", "--basin", "no-such-basin")).isEqualTo(1);
        assertThat(err.toString()).contains("runnel create-basin");
    }

    @Test
    void wrongOptionsAreRefused(TestBasin basin) {
        assertThat(run(basin, out, "--interval", "1ms")).isEqualTo(2);
        assertThat(run(basin, out, "--sort", "colour")).isEqualTo(2);
    }
}
