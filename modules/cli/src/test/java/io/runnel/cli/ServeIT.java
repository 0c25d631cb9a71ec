package io.runnel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, started from a directory that is not its own. */
@DisabledOnOs(OS.WINDOWS)
class ServeIT {
    private static final String SERVES = "serves the S2 API at ";

    @TempDir
    private Path directory;

    private Command run(String... words) throws Exception {
        return run(Map.of(), words);
    }

    private Command run(Map<String, String> variables, String... words) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(List.of(words));
        return Command.start(directory, variables, all);
    }

    private static String endpoint(Command command) throws Exception {
        String line = command.awaitLine(said -> said.contains(SERVES));
        return line.substring(line.indexOf(SERVES) + SERVES.length());
    }

    private static HttpResponse<Stream<String>> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
    }

    @Test
    void servesUntilItIsToldToStopAndThatIsASuccess() throws Exception {
        // Only SIGTERM: others may be ignored already by whoever runs the tests, and then by what they start.
        try (Command serve = run("serve", "--port", "0", "--host", "127.0.0.1")) {
            String endpoint = endpoint(serve);
            serve.awaitLine(line -> line.equals("export S2_ACCOUNT_ENDPOINT=" + endpoint));
            HttpResponse<Stream<String>> health = send(HttpRequest.newBuilder(URI.create(endpoint + "/health")));
            assertThat(health.body()).containsExactly("OK");
            serve.signal("TERM");
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err().lines())
                    .as("a line at start, the note, a line at stop")
                    .satisfiesExactly(
                            line -> assertThat(line).contains(" INFO ").contains("serving " + endpoint),
                            line -> assertThat(line).isEqualTo("stopping; a second signal stops at once"),
                            line -> assertThat(line).contains(" INFO ").contains("stopping: 0 requests are open"),
                            line -> assertThat(line).contains(" INFO ").contains("stopped after"));
        }
    }

    @Test
    void rehearsesAndEnds() throws Exception {
        try (Command rehearse = run("rehearse")) {
            assertThat(rehearse.exitCode()).as(rehearse.err()).isZero();
        }
    }

    @Test
    void noLogHasASecretWhateverItsLevel() throws Exception {
        Map<String, String> everything = Map.of("RUNNEL_LOG_LEVEL", "TRACE", "RUNNEL_ROOT_LOG_LEVEL", "TRACE");
        Path conf = directory.resolve("talkative.conf");
        Files.writeString(conf, "pekko.loglevel = DEBUG");
        try (Command serve =
                run(everything, "serve", "--port", "0", "--host", "127.0.0.1", "--config", conf.toString())) {
            String endpoint = endpoint(serve);
            send(secretive(endpoint, "/v1/basins/secretive")
                    .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_append\":true}}")));
            String records = "/v1/streams/some/records";
            send(secretive(endpoint, records)
                    .POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"body-is-secret\"}]}")));
            send(secretive(endpoint, records + "?seq_num=0"));
            send(secretive(endpoint, records).POST(BodyPublishers.ofString("{body-is-secret")));
            send(secretive(endpoint, records + "?seq_num=wrong"));
            send(secretive(endpoint, "/v1/access-tokens"));
            serve.signal("TERM");
            assertThat(serve.exitCode()).isZero();
            assertThat(serve.err()).contains(" DEBUG o.a.p.", "TcpListener").doesNotContain("is-secret");
        }
    }

    private static HttpRequest.Builder secretive(String endpoint, String target) {
        return HttpRequest.newBuilder(URI.create(endpoint + target))
                .header("content-type", "application/json")
                .header("s2-basin", "secretive")
                .header("authorization", "Bearer token-is-secret")
                .header("s2-encryption-key", "key-is-secret");
    }

    @Test
    void theSecondSignalStopsAtOnce() throws Exception {
        String slow = "runnel.server { drain-grace = 10m, drain-deadline = 20m }";
        Path conf = directory.resolve("slow.conf");
        Files.writeString(conf, slow);
        try (Command serve = run("serve", "--port", "0", "--host", "127.0.0.1", "--config", conf.toString())) {
            String endpoint = endpoint(serve);
            send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/basins/follow-basin"))
                    .header("content-type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_read\":true}}")));
            Iterator<String> follower = send(HttpRequest.newBuilder(
                                    URI.create(endpoint + "/v1/streams/s/records?seq_num=0"))
                            .headers("s2-basin", "follow-basin", "accept", "text/event-stream"))
                    .body()
                    .iterator();
            assertThat(follower.next()).startsWith("event: ping");
            serve.signal("TERM");
            assertThat(nextEvent(follower)).as("it is on its way out").startsWith("event: ping");
            serve.signal("TERM");
            assertThat(serve.exitCode()).isEqualTo(128 + 15);
            assertThat(serve.err()).contains("stopped at once, before everything had ended");
        }
    }

    private static String nextEvent(Iterator<String> lines) {
        String line = lines.next();
        while (!line.startsWith("event: ")) {
            line = lines.next();
        }
        return line;
    }

    @Test
    void aTakenPortIsAnErrorOfOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Command serve = run("serve", "--host", "127.0.0.1", "--port", "" + taken.getLocalPort())) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err().lines())
                    .containsExactly("error: port " + taken.getLocalPort()
                            + " is in use: stop what listens there, or choose another port (0 for any free one)");
            assertThat(serve.out()).isEmpty();
        }
    }

    @Test
    void aDirectoryInUseIsAnErrorThatSaysByWhom() throws Exception {
        String[] words = {"serve", "--port", "0", "--host", "127.0.0.1", "--local-root", "data"};
        try (Command first = run(words)) {
            endpoint(first);
            try (Command second = run(words)) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.err()).contains("error: cannot open the store: the directory ", "data is in use by");
            }
            first.signal("TERM");
            assertThat(first.exitCode()).isZero();
        }
    }

    @Test
    void secretsOfTheBucketAreNotPrinted() throws Exception {
        Map<String, String> secrets = Map.of(
                "AWS_ACCESS_KEY_ID", "AKIAHUSHHUSHHUSHHUSH",
                "AWS_SECRET_ACCESS_KEY", "hush+secret+access+key+of+forty+letters",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + closedPort(),
                "RUNNEL_LOG_LEVEL", "TRACE");
        try (Command serve = run(secrets, "serve", "--port", "0", "--bucket", "no-bucket")) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err())
                    .contains("error: cannot open the store: cannot use the bucket no-bucket")
                    .doesNotContain("hush+secret");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return open.getLocalPort();
        }
    }

    @Test
    void withoutCredentialsItSaysWhichVariablesItLooksFor() throws Exception {
        Map<String, String> nowhere = Map.of(
                "AWS_ENDPOINT_URL_S3",
                "http://127.0.0.1:" + closedPort(),
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "HOME",
                directory.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Duser.home=" + directory);
        try (Command serve = run(nowhere, "serve", "--port", "0", "--bucket", "no-bucket")) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err())
                    .contains("error: cannot open the store: cannot use the bucket no-bucket: ")
                    .contains("no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
                    .hasLineCount(2); // the first is the JVM's, about its options
        }
    }

    @Test
    void theLogHasAPlaceOfItsOwnThatItIsNotServedWithout() throws Exception {
        String[] words = {
            "serve", "--port", "0", "--host", "127.0.0.1", "--local-root", "main", "--wal-local-root", "fast"
        };
        String records = "/v1/streams/kept/records";
        try (Command serve = run(words)) {
            String endpoint = endpoint(serve);
            send(secretive(endpoint, "/v1/basins/secretive")
                    .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_append\":true}}")));
            assertThat(send(secretive(endpoint, records)
                                    .POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"still here\"}]}")))
                            .statusCode())
                    .isEqualTo(200);
            serve.signal("KILL");
            serve.exitCode();
        }
        assertThat(directory.resolve("fast/wal")).isDirectory();
        assertThat(directory.resolve("main/wal")).doesNotExist();
        try (Command serve = run(words)) {
            assertThat(send(secretive(endpoint(serve), records + "?seq_num=0")).body())
                    .anyMatch(line -> line.contains("still here"));
            serve.signal("TERM");
            assertThat(serve.exitCode()).isZero();
        }
        refuses("has its log on a store of its own", "serve", "--port", "0", "--local-root", "main");
        Files.move(directory.resolve("fast"), directory.resolve("lost"));
        refuses("is not, or is no longer, the store that has the log", words);
    }

    private void refuses(String message, String... words) throws Exception {
        try (Command serve = run(words)) {
            assertThat(serve.exitCode()).isEqualTo(1);
            assertThat(serve.err())
                    .contains(message)
                    .contains(directory.resolve("main").toString())
                    .contains(directory.resolve("fast").toString());
        }
    }
}
