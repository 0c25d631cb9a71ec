package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What someone sees who calls {@code bench} and {@code top} at a terminal. */
@DisabledOnOs(OS.WINDOWS)
class AtATerminalIT {
    private static final String BASIN = "terminal-basin";
    private static final String SERVES = "serves the S2 API at ";
    private static final String CTRL_C = "\003";
    private static final String UP = "\033[3A\r\033[J";
    private static final String OTHER_SCREEN = "\033[?1049h";
    private static final String SCREEN_OF_BEFORE = "\033[?1049l";

    private static Command serve;
    private static String endpoint;

    @BeforeAll
    static void aServer() throws Exception {
        serve = command("serve", "--port", "0", "--host", "127.0.0.1");
        String line = serve.awaitLine(said -> said.contains(SERVES));
        endpoint = line.substring(line.indexOf(SERVES) + SERVES.length());
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/basins/" + BASIN))
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_append\":true}}")));
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/streams/some-stream/records"))
                .headers("content-type", "application/json", "s2-basin", BASIN)
                .POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"a\"},{\"body\":\"b\"}]}")));
    }

    @AfterAll
    static void noServer() {
        serve.close();
    }

    private static Command command(String... words) throws Exception {
        String script = Path.of("../../bin/runnel").toAbsolutePath().normalize().toString();
        return Command.start(
                Path.of("."),
                Map.of("RUNNEL_BUILD", "never", "RUNNEL_CONFIG", "/nowhere/config.toml"),
                Stream.concat(Stream.of(script), Stream.of(words)).toList());
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void benchDrawsHowFarItIsAndCtrlCEndsItWithWhatThereIs() throws Exception {
        try (PseudoTerminal bench =
                PseudoTerminal.runnel(Map.of(), "bench", BASIN, "--endpoint", endpoint, "-d", "1h")) {
            int drawn = bench.await("Write: ", bench.await("of 3600s", 0));
            bench.await("Read: ", bench.await(UP, drawn));
            bench.type(CTRL_C);
            assertThat(bench.exitCode()).as(bench.shown()).isZero();
            String end = bench.shown().substring(bench.shown().lastIndexOf(UP));
            assertThat(end).contains("Write: ", "Read: ", "■ [ABORTED]").contains("\033[1mAck latency");
        }
        String streams = send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/streams?prefix=bench/"))
                .header("s2-basin", BASIN));
        assertThat(streams).as("all are being deleted").doesNotContain("\"deleted_at\":null");
    }

    @Test
    void benchHasNoColoursForThoseWhoWantNone() throws Exception {
        Map<String, String> plain = Map.of("NO_COLOR", "1");
        try (PseudoTerminal bench = PseudoTerminal.runnel(
                plain, "bench", BASIN, "--endpoint", endpoint, "-d", "1s", "-w", "0s", "-t", "0.1")) {
            assertThat(bench.exitCode()).as(bench.shown()).isZero();
            assertThat(bench.shown()).contains("Verified").doesNotContainPattern("\033\\[[0-9;]*m");
        }
    }

    @Test
    void topFollowsTheSizeOfTheWindowAndEndsAtQ() throws Exception {
        try (PseudoTerminal top =
                PseudoTerminal.runnel(Map.of(), "top", "--endpoint", endpoint, "--basin", BASIN, "-i", "200ms")) {
            top.await(OTHER_SCREEN, 0);
            int drawn = top.await("\033[30;1H", top.await("some-stream", top.await("Streams of " + BASIN, 0)));
            int again = top.await("\033[30;1H", drawn); // another look at the server
            top.resize(60, 12);
            int smaller = top.await("\033[12;1H", again);
            top.type("n");
            top.await("\033[12;1H", smaller);
            top.type("q");
            assertThat(top.exitCode()).as(top.shown()).isZero();
            assertThat(top.shown()).endsWith(SCREEN_OF_BEFORE).contains("\033[?25h");
        }
    }

    @Test
    void topEndsAtCtrlCAsWell() throws Exception {
        try (PseudoTerminal top = PseudoTerminal.runnel(Map.of(), "top", "--endpoint", endpoint)) {
            top.await("Append", top.await(OTHER_SCREEN, 0));
            top.type(CTRL_C);
            assertThat(top.exitCode()).as(top.shown()).isZero();
            assertThat(top.shown()).endsWith(SCREEN_OF_BEFORE);
        }
    }

    @Test
    void topLeavesTheTerminalAsItWasWhenItIsToldToEnd() throws Exception {
        try (PseudoTerminal top = PseudoTerminal.runnel(Map.of(), "top", "--endpoint", endpoint)) {
            top.await("Append", top.await(OTHER_SCREEN, 0));
            top.signal("TERM");
            assertThat(top.exitCode()).as(top.shown()).isZero();
            assertThat(top.shown()).endsWith(SCREEN_OF_BEFORE);
        }
    }

    @Test
    void topInAPipeIsPlainAndEndsWithItsReader() throws Exception {
        String script = Path.of("../../bin/runnel").toAbsolutePath().normalize().toString();
        List<String> pipe = List.of(
                "bash", "-c", "set -o pipefail; \"$0\" top --endpoint \"$1\" -i 100ms | head -n 1", script, endpoint);
        try (Command top = Command.start(Path.of("."), Map.of("RUNNEL_BUILD", "never"), pipe)) {
            assertThat(top.exitCode()).as(top.err()).isZero();
            assertThat(top.out()).startsWith(endpoint).doesNotContain("\033");
        }
    }

    @Test
    void topInAPipeEndsAtASignal() throws Exception {
        try (Command top = command("top", "--endpoint", endpoint, "-i", "100ms", "--output", "json")) {
            assertThat(top.awaitLine(line -> line.contains("\"append\"")))
                    .startsWith("{")
                    .endsWith("}");
            top.signal("TERM");
            assertThat(top.exitCode()).as(top.err()).isZero();
        }
    }
}
