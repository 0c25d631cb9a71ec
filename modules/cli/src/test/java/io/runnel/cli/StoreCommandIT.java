package io.runnel.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code runnel store} as a process, on directories that a server has written to, or writes to. */
@DisabledOnOs(OS.WINDOWS)
class StoreCommandIT {
    private static final String SERVES = "serves the S2 API at ";

    @TempDir
    private Path directory;

    private record Ended(int code, String out, String err) {}

    private Command start(String... words) throws Exception {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        all.addAll(List.of(words));
        return Command.start(directory, Map.of(), all);
    }

    private Ended run(String... words) throws Exception {
        try (Command command = start(words)) {
            String out = command.out();
            return new Ended(command.exitCode(), out, command.err());
        }
    }

    private Command serve(String... place) throws Exception {
        List<String> words = new ArrayList<>(List.of("serve", "--port", "0", "--host", "127.0.0.1"));
        words.addAll(List.of(place));
        return start(words.toArray(String[]::new));
    }

    private static String endpoint(Command command) throws Exception {
        String line = command.awaitLine(said -> said.contains(SERVES));
        return line.substring(line.indexOf(SERVES) + SERVES.length());
    }

    private static void send(HttpRequest.Builder request) throws Exception {
        HttpRequest sent = request.header("content-type", "application/json")
                .header("s2-basin", "test-basin")
                .build();
        var answer = HttpClient.newHttpClient().send(sent, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    private static void fill(String endpoint, int appends) throws Exception {
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/basins/test-basin"))
                .PUT(BodyPublishers.ofString("{\"config\":{\"create_stream_on_append\":true}}")));
        for (int i = 0; i < appends; i++) {
            append(endpoint, "stream-" + i % 3, "body number " + i);
        }
    }

    private static void append(String endpoint, String stream, String body) throws Exception {
        send(HttpRequest.newBuilder(URI.create(endpoint + "/v1/streams/" + stream + "/records"))
                .POST(BodyPublishers.ofString(
                        "{\"records\":[{\"body\":\"" + body + "\"},{\"body\":\"secret text\"}]}")));
    }

    private void written(String... place) throws Exception {
        for (int life = 0; life < 2; life++) {
            try (Command server = serve(place)) {
                fill(endpoint(server), 12);
                server.signal(life == 0 ? "TERM" : "KILL");
                server.exitCode();
            }
        }
    }

    private Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.toList()) {
                String content = Files.isRegularFile(file) ? HexFormat.of().formatHex(Files.readAllBytes(file)) : "";
                files.put(file.toString(), Files.getLastModifiedTime(file) + " " + content);
            }
        }
        return files;
    }

    @Test
    void aDirectoryIsVerifiedAndNothingInItChanges() throws Exception {
        written("--local-root", "data");
        Map<String, String> before = files(directory.resolve("data"));
        Ended verify = run("store", "verify", "--local-root", "data");
        assertThat(verify.out).endsWith("SOUND\n").contains("3 streams");
        assertThat(verify.err).isEmpty();
        assertThat(verify.code).isZero();
        assertThat(run("store", "inspect", "--local-root", "data").code).isZero();
        assertThat(files(directory.resolve("data"))).isEqualTo(before);
    }

    @Test
    void damageIsReportedWithTheRecordsThatItConcerns() throws Exception {
        written("--local-root", "data");
        Path slot = slotWithARecord(directory.resolve("data"));
        byte[] bytes = Files.readAllBytes(slot);
        bytes[120] ^= 1;
        Files.write(slot, bytes);
        String key = directory.resolve("data").relativize(slot).toString().replace("@", "");

        Ended text = run("store", "verify", "--local-root", "data");
        assertThat(text.code).isEqualTo(1);
        assertThat(text.out).contains("DAMAGE: " + key, "expected", "found", "test-basin/stream-", "DAMAGED: ");
        Ended json = run("store", "verify", "--local-root", "data", "--output", "json");
        assertThat(json.code).isEqualTo(1);
        assertThat(json.out).contains("\"result\" : \"damaged\"", key, "\"stream\" : \"test-basin/stream-");
        Ended object = run("store", "inspect", "--local-root", "data", "--object", key);
        assertThat(object.code).isZero();
        assertThat(object.out).contains("damage:").contains("checksum");

        Files.write(slot, new byte[10]);
        assertThat(run("store", "verify", "--local-root", "data").out).contains("DAMAGE: " + key, "trailer");
        Files.delete(slot);
        assertThat(run("store", "verify", "--local-root", "data").out).contains("DAMAGE: " + key, "no such object");
    }

    private static Path slotWithARecord(Path root) throws IOException {
        for (Path slot : slots(root)) {
            if (Files.readString(slot, ISO_8859_1).contains("secret text")) {
                return slot;
            }
        }
        throw new AssertionError("no slot holds a record");
    }

    /** Those of the first log come first, which has been ended: nothing of it can have been under way. */
    private static List<Path> slots(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("wal"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 300)
                    .sorted(Comparator.comparing((Path file) -> file.getParent().getFileName())
                            .thenComparing(file -> file))
                    .toList();
        }
    }

    @Test
    void aServerMayWriteMeanwhile() throws Exception {
        try (Command server = serve("--local-root", "data")) {
            String endpoint = endpoint(server);
            fill(endpoint, 6);
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                        append(endpoint, "stream-" + i % 5, "more");
                    }
                } catch (Exception e) {
                    // interrupted
                }
            });
            writer.start();
            for (int i = 0; i < 3; i++) {
                Ended verify = run("store", "verify", "--local-root", "data");
                assertThat(verify.code).as(verify.out + verify.err).isZero();
            }
            writer.interrupt();
            writer.join();
            server.signal("TERM");
            assertThat(server.exitCode()).isZero();
        }
        assertThat(run("store", "verify", "--local-root", "data").code).isZero();
    }

    @Test
    void theLogMayHaveAPlaceOfItsOwn() throws Exception {
        String[] place = {"--local-root", "main", "--wal-local-root", "fast", "--path", "some/where"};
        written(place);
        Ended verify = run(words("store", "verify", place));
        assertThat(verify.code).as(verify.out + verify.err).isZero();
        assertThat(verify.out).contains("3 streams");

        Ended without = run("store", "verify", "--local-root", "main", "--path", "some/where");
        assertThat(without.code).isEqualTo(2);
        assertThat(without.err).contains("has its log on a store of its own", "--wal-local-root");
        Files.createDirectory(directory.resolve("empty"));
        Ended empty =
                run("store", "verify", "--local-root", "main", "--wal-local-root", "empty", "--path", "some/where");
        assertThat(empty.code).isEqualTo(2);
        assertThat(empty.err).contains("is not, or is no longer, the store that has the log");
        assertThat(directory.resolve("empty")).isEmptyDirectory();
    }

    private static String[] words(String first, String second, String[] others) {
        return Stream.concat(Stream.of(first, second), Stream.of(others)).toArray(String[]::new);
    }

    @Test
    void whatIsNoStoreIsNotDamaged() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        Ended empty = run("store", "verify", "--local-root", "empty");
        assertThat(empty.code).isEqualTo(2);
        assertThat(empty.err).contains("there is no store of Runnel in this place");
        assertThat(directory.resolve("empty")).isEmptyDirectory();
        Ended none = run("store", "verify", "--local-root", "none");
        assertThat(none.code).isEqualTo(2);
        assertThat(none.err).contains("there is no directory ");
        Ended nothing = run("store", "verify");
        assertThat(nothing.code).isEqualTo(2);
        assertThat(nothing.err).contains("which store?");
        assertThat(run("store").code).isEqualTo(2);
        assertThat(run("store", "verify", "--help").code).isZero();
    }

    @Test
    void aStoreIsShown() throws Exception {
        written("--local-root", "data");
        Ended overview = run("store", "inspect", "--local-root", "data");
        assertThat(overview.code).as(overview.err).isZero();
        assertThat(overview.out).contains("installation:", "logs:", "index runs:", "shards:", "open");

        Ended stream = run("store", "inspect", "--local-root", "data", "--stream", "test-basin/stream-1");
        assertThat(stream.out).contains("tail seq num:           16", "at byte").doesNotContain("secret");
        Path slot = slotWithARecord(directory.resolve("data"));
        String key = directory.resolve("data").relativize(slot).toString().replace("@", "");
        Ended object = run("store", "inspect", "--local-root", "data", "--object", key);
        assertThat(object.out).contains("test-basin/stream-").doesNotContain("secret");
        Ended bodies = run("store", "inspect", "--local-root", "data", "--object", key, "--bodies", "--output", "json");
        assertThat(bodies.out).contains("\"body\" : \"secret text\"");
        String log = key.split("/", -1)[2];
        assertThat(run("store", "inspect", "--local-root", "data", "--log", log).out)
                .contains("collected through:");
        Ended unknown = run("store", "inspect", "--local-root", "data", "--stream", "test-basin/none");
        assertThat(unknown.code).isEqualTo(2);
        assertThat(unknown.err).contains("no such thing");
    }
}
