package io.runnel.cli;

import io.runnel.console.Environment;
import io.runnel.console.Terminal;
import io.runnel.server.RunnelServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code runnel rehearse}: starts a server in memory, creates, appends and reads once, also with the commands of a client, and
 * stops. {@code bin/runnel} calls it after a build and has the JVM archive the classes that it used: a start that finds the
 * archive takes half the time.
 */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts a server in memory, works with it, and stops it. bin/runnel archives the classes used.")
final class RehearseCommand implements Callable<Integer> {
    private static final String STREAM = "/v1/streams/rehearsal/records";
    private static final String URI_OF_STREAM = "s2://rehearsal/rehearsal";

    /** One of each way to start. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("append", "--help"),
            List.of("ls"),
            List.of("ls", "rehearsal"),
            List.of("get-basin-config", "rehearsal", "--output", "json"),
            List.of("check-tail", URI_OF_STREAM),
            List.of("append", URI_OF_STREAM, "--format", "json"),
            List.of("read", URI_OF_STREAM, "--seq-num", "0", "--count", "2"),
            List.of("tail", URI_OF_STREAM));

    @Override
    public Integer call() throws IOException, InterruptedException {
        Overrides settings = new Overrides();
        settings.put("runnel.server.port", 0);
        settings.put("runnel.server.host", "127.0.0.1");
        settings.put("runnel.store.kind", "memory");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (RunnelServer server = RunnelServer.start(settings.toConfig())) {
            URI address = URI.create("http://127.0.0.1:" + server.port());
            exchange(
                    client,
                    request(address, "/v1/basins/rehearsal")
                            .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_append\":true}}")),
                    201);
            exchange(
                    client,
                    request(address, STREAM).POST(BodyPublishers.ofString("{\"records\":[{\"body\":\"hello\"}]}")),
                    200);
            exchange(client, request(address, STREAM + "?seq_num=0"), 200);
            exchange(
                    client, request(address, STREAM + "?seq_num=0&count=1").header("accept", "text/event-stream"), 200);
            asClient(address.toString());
        }
        return 0;
    }

    private static void asClient(String endpoint) {
        StringWriter said = new StringWriter();
        PrintWriter err = new PrintWriter(said, true);
        PrintWriter out = new PrintWriter(Writer.nullWriter());
        for (List<String> words : COMMANDS) {
            Environment environment = new Environment(
                    Map.of("S2_ACCOUNT_ENDPOINT", endpoint, "S2_BASIN_ENDPOINT", endpoint),
                    Path.of(System.getProperty("user.home")),
                    new ByteArrayInputStream("{\"body\":\"hello\"}\n".getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream(),
                    out,
                    err,
                    Terminal.NONE);
            int code = new Commands(environment, new RunningServer()).execute(words.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException(
                        "'runnel " + String.join(" ", words) + "' ended with " + code + ": " + said);
            }
        }
    }

    private static HttpRequest.Builder request(URI address, String target) {
        return HttpRequest.newBuilder(address.resolve(target))
                .header("content-type", "application/json")
                .header("s2-basin", "rehearsal");
    }

    private static void exchange(HttpClient client, HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        HttpRequest sent = request.build();
        var answer = client.send(sent, BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(sent.method() + " " + sent.uri().getPath() + " was answered with "
                    + answer.statusCode() + ": " + answer.body());
        }
    }
}
