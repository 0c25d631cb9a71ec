package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers as a whole, each on a port of its own: how they start, what they serve at least, how they stop. */
class RunnelServerIT {
    private static final String CREATING = "{\"config\":{\"create_stream_on_append\":true}}";
    private static final String BASIN = "s2-basin";

    @TempDir
    private Path directory;

    private static Config settings(String... more) {
        return ConfigFactory.parseString(
                "runnel.server { host = \"127.0.0.1\", port = 0 }\n" + String.join("\n", more));
    }

    private static RunnelServer start(String... more) {
        return RunnelServer.start(settings(more));
    }

    private static String local(Path root) {
        return "runnel.store { kind = local, local.root = \"" + root + "\" }";
    }

    private static String append(int records) {
        String record = "{\"body\":\"hello\"}";
        return "{\"records\":[" + (record + ",").repeat(records - 1) + record + "]}";
    }

    private static double figure(Http client, String name) {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no figure " + name));
    }

    @Test
    void servesOnAFreePortAndSaysWhere() {
        try (RunnelServer server = start()) {
            Http client = Http.to(server);
            assertThat(server.port()).isPositive();
            assertThat(server.endpoint()).isEqualTo("http://127.0.0.1:" + server.port());
            assertThat(server.selfSigned()).isFalse();
            assertThat(server.storeDescription()).isEqualTo("in memory, lost at exit");
            assertThat(client.get("/health").body()).isEqualTo("OK");
            assertThat(client.get("/ping").body()).isEqualTo("OK");
            assertThat(client.get("/nowhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theJvmWaitsUntilItHasStoppedThoughADaemonAskedForThat() throws Exception {
        try (RunnelServer server = start()) {
            Thread daemon = new Thread(server::stop);
            daemon.setDaemon(true);
            daemon.start();
            daemon.join();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("runnel-stop"))
                    .as("stopping takes a tenth of a second at least")
                    .singleElement()
                    .matches(thread -> !thread.isDaemon(), "is waited for");
        }
    }

    @Test
    void measuresWhatIsAppendedAndRead() {
        try (RunnelServer server = start()) {
            Http client = Http.to(server);
            client.put("/v1/basins/figures-basin", CREATING);
            client.post("/v1/streams/s/records", append(3), BASIN, "figures-basin");
            client.get("/v1/streams/s/records?seq_num=0", BASIN, "figures-basin");
            HttpResponse<String> metrics = client.get("/metrics");
            assertThat(metrics.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4");
            assertThat(figure(client, "s2_append_batch_records_sum")).isEqualTo(3);
            assertThat(figure(client, "s2_append_batch_records_count")).isEqualTo(1);
            assertThat(figure(client, "s2_append_ack_latency_seconds_count")).isEqualTo(1);
            assertThat(figure(client, "runnel_read_records_total")).isEqualTo(3);
            assertThat(figure(client, "runnel_storage_flush_entries_sum")).isPositive();
            assertThat(figure(client, "runnel_storage_request_bytes_total{operation=\"put\",store=\"main\"}"))
                    .isPositive();
            assertThat(figure(client, "runnel_http_requests_seconds_count{route=\"records\",status=\"200\"}"))
                    .isEqualTo(2);
            assertThat(figure(client, "runnel_http_open_requests")).isEqualTo(1);
        }
    }

    @Test
    void ensuresTheInitFileBeforeItServes() throws IOException {
        Path file = directory.resolve("init.json");
        Files.writeString(file, """
                {"basins":[{"name":"from-init-file","config":{"create_stream_on_append":true,
                  "default_stream_config":{"retention_policy":"7days"}},
                  "streams":[{"name":"a"},{"name":"b","config":{"timestamping":{"mode":"arrival"}}}]}]}""");
        String setting = "runnel.server.init-file = \"" + file + "\"";
        String store = local(directory.resolve("data"));
        try (RunnelServer server = start(setting, store)) {
            Http client = Http.to(server);
            assertThat(client.get("/v1/basins/from-init-file").body())
                    .contains("\"create_stream_on_append\":true")
                    .contains("{\"age\":604800}");
            assertThat(client.get("/v1/streams", BASIN, "from-init-file").body())
                    .contains("\"name\":\"a\"", "\"name\":\"b\"");
            assertThat(client.get("/v1/streams/b", BASIN, "from-init-file").body())
                    .contains("\"mode\":\"arrival\"");
        }
        Files.writeString(file, """
                {"basins":[{"name":"from-init-file","streams":[{"name":"c"}]}]}""");
        try (RunnelServer again = start(setting, store)) {
            Http client = Http.to(again);
            assertThat(client.get("/v1/streams", BASIN, "from-init-file").body())
                    .contains("\"name\":\"a\"", "\"name\":\"b\"", "\"name\":\"c\"");
            assertThat(client.get("/v1/basins/from-init-file").body()).contains("\"create_stream_on_append\":false");
        }
    }

    @Test
    void speaksHttp2OverTlsWithACertificateOfItsOwn() throws Exception {
        try (RunnelServer server = start("runnel.server.tls.mode = self-signed")) {
            assertThat(server.endpoint()).startsWith("https://");
            assertThat(server.selfSigned()).isTrue();
            HttpResponse<String> health = Http.unverified(server).get("/health");
            assertThat(health.version()).isEqualTo(Version.HTTP_2);
            assertThat(health.body()).isEqualTo("OK");
        }
    }

    @Test
    void speaksTlsWithCertificateAndKeyFromFiles() throws Exception {
        Tls.Identity identity = SelfSigned.create(Clock.systemUTC());
        Path certificate = pem("cert.pem", identity.chain().get(0));
        Path key = pem("key.pem", new JcaPKCS8Generator(identity.key(), null));
        try (RunnelServer server = start(
                "runnel.server.tls { mode = files, certificate = \"" + certificate + "\", key = \"" + key + "\" }")) {
            Http client = Http.trusting(identity.chain().get(0), server);
            assertThat(client.get("/health").version()).isEqualTo(Version.HTTP_2);
            assertThat(server.selfSigned()).isFalse();
        }
    }

    private Path pem(String name, Object object) throws IOException {
        Path file = directory.resolve(name);
        try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            pem.writeObject(object);
        }
        return file;
    }

    @Test
    void isRefusedAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("runnel.server.port = " + taken.getLocalPort()))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessage("port " + taken.getLocalPort()
                            + " is in use: stop what listens there, or choose another port (0 for any free one)");
        }
    }

    @Test
    void isRefusedADirectoryThatAnotherServerUses() {
        String store = local(directory.resolve("data"));
        try (RunnelServer first = start(store)) {
            assertThatThrownBy(() -> start(store))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("the directory " + directory.resolve("data") + " is in use by process "
                            + ProcessHandle.current().pid() + ": stop that one first");
            assertThat(Http.to(first).get("/health").body()).isEqualTo("OK");
        }
        start(store).close();
    }

    @Test
    void aStartThatFailsLeavesNothingRunning() throws IOException {
        Path file = directory.resolve("init.json");
        Files.writeString(file, "{\"basins\":[{\"name\":\"fine-basin\",\"streams\":[{\"name\":\"s\"}]}]}");
        // The store refuses only once everything else has started.
        String store = local(directory.resolve("data"));
        assertThatThrownBy(() -> start(
                        store,
                        "runnel.server.init-file = \"" + file + "\"",
                        "runnel.streams.record-store = \"no.such.Store\""))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("no.such.Store");
        assertThreadsEnd();
        start(store).close();
        assertThreadsEnd();
    }

    /** Pekko's pools end their idle threads a moment after the actor system is said to have terminated. */
    private static void assertThreadsEnd() {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (threads("runnel-").findAny().isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(threads("runnel-")).isEmpty();
    }

    private static Stream<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix));
    }

    @Test
    void withoutOpenRequestsItStopsWithoutWaitingForAnybody() throws IOException {
        RunnelServer server = start("runnel.server { drain-grace = 30s, drain-deadline = 60s }");
        Http client = Http.to(server);
        client.get("/health");
        try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            idle.getOutputStream().write(new byte[] {'G', 'E'});
            long began = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.port()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFollowerIsToldThatTheServerLeavesAndWhatWasAppendedIsKept() throws Exception {
        String store = local(directory.resolve("data"));
        RunnelServer server = start(store, "runnel.server { drain-grace = 1s, drain-deadline = 20s }");
        Http client = Http.to(server);
        client.put("/v1/basins/leaving-basin", CREATING);
        assertThat(client.post("/v1/streams/s/records", append(2), BASIN, "leaving-basin")
                        .statusCode())
                .isEqualTo(200);
        Iterator<String> events = client.lines(
                        "/v1/streams/s/records?seq_num=0", BASIN, "leaving-basin", "accept", "text/event-stream")
                .body()
                .iterator();
        awaitLine(events, "event: batch");
        CompletableFuture<?> stopped = server.stop().toCompletableFuture();
        awaitLine(events, "event: error");
        assertThat(events.next()).contains("server_draining");
        stopped.get(30, TimeUnit.SECONDS);
        try (RunnelServer next = start(store)) {
            assertThat(Http.to(next)
                            .get("/v1/streams/s/records/tail", BASIN, "leaving-basin")
                            .body())
                    .contains("\"seq_num\":2");
        }
    }

    private static void awaitLine(Iterator<String> lines, String wanted) {
        while (lines.hasNext()) {
            if (lines.next().equals(wanted)) {
                return;
            }
        }
        throw new AssertionError("no line " + wanted);
    }

    @Test
    void stoppingTwiceIsStoppingOnce() {
        RunnelServer server = start();
        assertThat(server.stop()).isSameAs(server.stop());
        server.close();
    }
}
