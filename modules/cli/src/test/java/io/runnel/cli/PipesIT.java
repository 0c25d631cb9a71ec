package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands among others in a shell: pipes, and Ctrl-C. Started by bin/runnel, as it was packaged. */
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipesIT {
    private static final String RUNNEL =
            Path.of("../../bin/runnel").toAbsolutePath().normalize().toString();
    private static final String BASIN = "pipes-basin";
    /** A shell may have it ignored, and then so does whatever it starts. */
    private static final List<String> MINDING_INTERRUPTS = List.of("env", "--default-signal=INT");

    @TempDir
    private Path directory;

    private Command server;
    private String endpoint;

    @BeforeAll
    void serve(@TempDir Path place) throws Exception {
        server = Command.start(
                place, Map.of("RUNNEL_BUILD", "never"), List.of(RUNNEL, "serve", "--port", "0", "--host", "127.0.0.1"));
        String line = server.awaitLine(said -> said.contains(" at http://"));
        endpoint = line.substring(line.indexOf("http://"));
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/basins/" + BASIN))
                .PUT(BodyPublishers.ofString(
                        "{\"config\":{\"create_stream_on_append\":true,\"create_stream_on_read\":true}}")));
    }

    @AfterAll
    void stop() throws Exception {
        server.signal("TERM");
        server.exitCode();
        server.close();
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.headers("content-type", "application/json", "s2-basin", BASIN)
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private Command start(List<String> words) throws Exception {
        return Command.start(
                directory,
                Map.of(
                        "RUNNEL_BUILD",
                        "never",
                        "S2_ACCOUNT_ENDPOINT",
                        endpoint,
                        "S2_BASIN_ENDPOINT",
                        endpoint,
                        "S2_ENCRYPTION_KEY",
                        "",
                        "XDG_CONFIG_HOME",
                        directory.toString()),
                words);
    }

    private Command shell(String script) throws Exception {
        return start(List.of("bash", "-c", "runnel() { " + RUNNEL + " \"$@\"; }; " + script));
    }

    /** A command that gets a Ctrl-C, whatever is ignored around it. */
    private Command interruptible(String... words) throws Exception {
        Process probe = new ProcessBuilder("env", "--default-signal=INT", "true").start();
        assumeTrue(probe.waitFor() == 0, "this env cannot say how signals are treated");
        List<String> all = new ArrayList<>(MINDING_INTERRUPTS);
        all.add(RUNNEL);
        all.addAll(List.of(words));
        return start(all);
    }

    private static String uri(String stream) {
        return "s2://" + BASIN + "/" + stream;
    }

    @Test
    void whoeverReadsTheOutputMayStopAnyTime() throws Exception {
        try (Command pipe = shell("seq 1 200000 | runnel append " + uri("seq") + " 2>/dev/null && runnel read "
                + uri("seq") + " -s 0 2>err | head -1; echo ${PIPESTATUS[0]}; grep -v '⦿' err")) {
            assertThat(pipe.out()).isEqualTo("1\n0\n");
        }
    }

    @Test
    void oneStreamFlowsIntoAnother() throws Exception {
        try (Command pipe = shell("printf 'a\\0b\\n\\xff\\nc' | runnel append " + uri("from") + " && runnel read "
                + uri("from") + " -s 0 --until-tail --format base64 | runnel append " + uri("to")
                + " --format base64 && runnel tail " + uri("to") + " --format base64 | grep -o 'body.*'")) {
            assertThat(pipe.out()).isEqualTo("body\":\"YQBi\"}\nbody\":\"/w==\"}\nbody\":\"Yw==\"}\n");
            assertThat(pipe.exitCode()).as(pipe.err()).isZero();
        }
    }

    @Test
    void aFailureIsSeenByTheShell() throws Exception {
        try (Command pipe = shell("runnel tail s2://no-such-basin/x || echo failed with $?")) {
            assertThat(pipe.out()).isEqualTo("failed with 1\n");
            assertThat(pipe.err()).contains("error: Failed to tail: ", "basin_not_found");
        }
    }

    @Test
    void interruptingAReadIsHowItEnds() throws Exception {
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/streams/followed/records"))
                .POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"first\"}]}")));
        for (String[] words : new String[][] {{"read", uri("followed"), "-s", "0"}, {"tail", uri("followed"), "-f"}}) {
            try (Command follow = interruptible(words)) {
                follow.awaitLine(line -> line.equals("first"));
                follow.signal("INT");
                assertThat(follow.exitCode()).isZero();
                assertThat(follow.err()).endsWith("■ [ABORTED]\n");
            }
        }
    }

    @Test
    void interruptingAnAppendSaysHowFarItHasCome() throws Exception {
        try (Command append = interruptible("append", uri("typed"))) {
            append.type("first\n");
            String seen = send(HttpRequest.newBuilder(
                    URI.create(endpoint + "/v1/streams/typed/records?seq_num=0&count=1&wait=60")));
            assertThat(seen).contains("first");
            append.signal("INT");
            assertThat(append.exitCode()).isZero();
            assertThat(append.err()).contains("■ [ABORTED]");
        }
    }
}
