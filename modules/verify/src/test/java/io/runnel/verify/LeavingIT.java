package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.runnel.server.RunnelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract 1.13, 9.4 and 15.14 to 15.19: what takes a server of one's own, with settings or an end of its own. */
class LeavingIT extends OverBoth {
    private static final int SLOT_WITH_ENTRIES = 200; // bytes at least; without any it has 140 in a directory
    private static final String QUICK = "runnel.server { drain-grace = 1s, drain-deadline = 5s }\n";

    private static final int BASINS = 200;

    private final List<RunnelServer> started = new ArrayList<>();

    @BeforeEach
    void mayStartServers() {
        assumeThat(Server.isForeign()).isFalse();
    }

    @AfterEach
    void stopServers() {
        started.forEach(RunnelServer::close);
    }

    private Client clientOf(RunnelServer server) {
        return new Client(protocol(), Server.addressOf(server));
    }

    private RunnelServer start(String settings) {
        RunnelServer server = Server.start(settings);
        started.add(server);
        return server;
    }

    @Test
    void case15_14_onlyAStreamThatStaysEmptyIsDeleted() {
        Client mine = clientOf(start("runnel.streams.empty-check-interval = 500ms"));
        Basin basin = mine.basin();
        String empty = "{\"delete_on_empty\":{\"min_age_secs\":1}}";
        Stream doomed = basin.stream("doomed", empty);
        Stream fed = basin.stream("fed", empty);
        Stream raised = basin.stream("raised", empty);
        Stream spared = basin.stream("spared", empty);
        fed.add("x");
        raised.patch("{\"delete_on_empty\":{\"min_age_secs\":3600}}").is(200);
        spared.patch("{\"delete_on_empty\":null}").is(200);
        doomed.awaitGone();
        Eventually.pause(millis(3_000));
        assertThat(basin.names("")).containsExactly("fed", "raised", "spared");
        assertThat(fed.texts()).containsExactly("x");
        mine.close();
    }

    @Test
    void case15_16_optionsOfTheFieldsServerAreKnown() throws IOException, InterruptedException {
        for (String option : List.of("--wal-bucket", "--wal-local-root")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.runnel.cli.Main",
                            "lite",
                            "--no-dashboard",
                            option,
                            "somewhere")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isEqualTo(2);
            assertThat(said).contains(option).doesNotContain("Unknown option");
        }
    }

    @Test
    void case15_18_aStoppedServerHasKeptEverything(@TempDir Path root) {
        String local = QUICK + "runnel.store { kind = local, local.root = \"" + root + "\" }";
        RunnelServer first = start(local);
        Client before = clientOf(first);
        Basin basin = before.basin("{\"create_stream_on_append\":true}");
        basin.at("s").append(Input.fence("token")).is(200);
        for (int i = 0; i < 50; i++) {
            basin.at("s" + i % 5).append(Input.of("r" + i)).is(200);
        }
        Position tail = basin.at("s").tail();
        before.close();
        first.close();
        Client after = clientOf(start(local));
        Basin again = new Basin(after, basin.name());
        assertThat(again.names("")).containsExactly("s", "s0", "s1", "s2", "s3", "s4");
        assertThat(again.at("s").tail()).isEqualTo(tail);
        again.at("s").append(Input.of("x").fencing("")).isJson(412, "{\"fencing_token_mismatch\":\"token\"}");
        assertThat(again.at("s3").texts())
                .containsExactly("r3", "r8", "r13", "r18", "r23", "r28", "r33", "r38", "r43", "r48");
        after.close();
    }

    @Test
    void aStreamThatWasDeletedAndCreatedAgainIsThereAfterARestart(@TempDir Path root) {
        String local = QUICK + "runnel.store { kind = local, local.root = \"" + root + "\" }";
        RunnelServer first = start(local);
        Client before = clientOf(first);
        Stream stream = before.basin().stream("s").fill(3);
        stream.append(Input.fence("old")).is(200);
        stream.delete().isEmpty(202);
        stream.awaitGone();
        stream.put("{}").is(201);
        stream.append(Input.of("x")).is(200);
        before.close();
        first.close();
        Client after = clientOf(start(local));
        Stream again = new Basin(after, stream.basin().name()).at("s");
        assertThat(again.texts()).containsExactly("x");
        again.append(Input.of("y").fencing("").match(1)).is(200);
        after.close();
    }

    @Test
    void deletedStreamsAreForgottenAndMayBeCreatedAgain(@TempDir Path root) {
        String local = QUICK + "runnel.store { kind = local, local.root = \"" + root + "\" }\n"
                + "runnel.log { roll-up-objects = 2, sweep-interval = 200ms, forget-ended = 1 }";
        RunnelServer first = start(local);
        Client before = clientOf(first);
        Basin basin = before.basin();
        Stream other = basin.stream("other").fill(1);
        List<Stream> gone = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Stream stream = basin.stream("s" + i).fill(3);
            stream.delete().isEmpty(202);
            gone.add(stream);
        }
        gone.forEach(Stream::awaitGone);
        Eventually.within(Duration.ofSeconds(30), () -> {
            other.add("so that something is rolled up");
            assertThat(forgottenStreams(before)).isEqualTo(5);
        });
        gone.get(0).put("{}").is(201);
        assertThat(gone.get(0).tail()).isEqualTo(Position.START);
        gone.get(0).append(Input.of("x")).is(200);
        before.close();
        first.close();
        Client after = clientOf(start(local));
        Basin again = new Basin(after, basin.name());
        assertThat(again.names("")).containsExactly("other", "s0");
        assertThat(again.at("s0").texts()).containsExactly("x");
        again.at("s1").config().isError(404, "stream_not_found");
        again.at("s1").put("{}").is(201);
        again.at("s1").append(Input.of("y").match(0)).is(200);
        after.close();
    }

    @Test
    void deletedBasinsAreForgottenAndMayBeCreatedAgain(@TempDir Path root) {
        String local = QUICK + "runnel.store { kind = local, local.root = \"" + root + "\" }\n"
                + "runnel.log { roll-up-objects = 2, sweep-interval = 200ms, forget-ended = 1 }";
        RunnelServer first = start(local);
        Client before = clientOf(first);
        Stream other = before.basin().stream("other");
        List<Basin> gone = new ArrayList<>();
        for (int i = 0; i < BASINS; i++) {
            gone.add(before.basin());
            gone.get(i).stream("s").fill(2);
            gone.get(i).delete().isEmpty(202);
        }
        gone.forEach(basin ->
                Eventually.within(Duration.ofSeconds(30), () -> basin.config().isError(404, "basin_not_found")));
        Eventually.within(Duration.ofSeconds(60), () -> {
            other.add("so that something is rolled up");
            assertThat(forgottenStreams(before)).as("basins and their streams").isEqualTo(2 * BASINS);
            assertThat(files(root.resolve("snapshots"))).as("of the account").isLessThanOrEqualTo(2);
        });
        before.close();
        first.close();

        RunnelServer second = start(local);
        Client between = clientOf(second);
        Basin again = new Basin(between, gone.get(0).name());
        again.put("{}").is(201);
        again.names("").forEach(name -> assertThat(name).as("left over").isNull());
        Stream stream = again.stream("s");
        assertThat(stream.tail()).isEqualTo(Position.START);
        stream.append(Input.of("x").match(0)).is(200);
        new Basin(between, gone.get(1).name()).config().isError(404, "basin_not_found");
        between.close();
        second.close();

        RunnelServer third = start(local);
        Client after = clientOf(third);
        Stream last = new Basin(after, again.name()).at("s");
        assertThat(last.texts()).containsExactly("x");
        last.append(Input.of("y").match(1)).is(200);
        after.close();
        third.close();
        StoreVerification.requireSound(List.of("--local-root", root.toString()), Map.of());
    }

    @Test
    void whatIsNotNeededIsDeletedThoughNobodyWritesAnyMore(@TempDir Path root) {
        String local = QUICK + "runnel.store { kind = local, local.root = \"" + root + "\" }\n"
                + "runnel.log { roll-up-objects = 2, delete-after = 500ms }";
        RunnelServer server = start(local);
        Client mine = clientOf(server);
        Stream stream = mine.basin().stream("s");
        for (int i = 0; i < 20; i++) {
            stream.add("r" + i);
        }
        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(files(root.resolve("wal"), SLOT_WITH_ENTRIES))
                        .as("of those that hold entries, one that is in no index run")
                        .isLessThanOrEqualTo(1));
        assertThat(stream.texts()).hasSize(20);
        mine.close();
        server.close();
        StoreVerification.requireSound(List.of("--local-root", root.toString()), Map.of());
        Client after = clientOf(start(local));
        assertThat(new Basin(after, stream.basin().name()).at("s").texts()).hasSize(20);
        after.close();
    }

    private static long files(Path directory) {
        return files(directory, 0);
    }

    private static long files(Path directory, int bytes) {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toFile)
                    .filter(file -> file.isFile() && file.length() >= bytes)
                    .count();
        } catch (IOException | UncheckedIOException e) {
            throw new AssertionError("it has changed meanwhile", e);
        }
    }

    private static int forgottenStreams(Client client) {
        return client.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("runnel_storage_forgotten_streams_total "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void case15_19_leavingHurtsNobody() {
        RunnelServer server = start(QUICK);
        Client mine = clientOf(server);
        Stream stream = mine.basin().stream("s");
        Session follower = stream.readSession("");
        Sse sse = stream.sse("");
        Session appender = stream.appendSession().send(Input.of("before"));
        appender.ack();
        follower.heartbeat();
        sse.ping();
        follower.batch();
        sse.batch();
        CompletableFuture<Void> stopped = server.stop().toCompletableFuture().thenAccept(done -> {});
        Frame advice = follower.frame();
        assertThat(advice.flag() & Frame.RECONNECT)
                .as("an early heartbeat advises to reconnect")
                .isNotZero();
        appender.send(Input.of("during"));
        Frame ack = appender.frame();
        assertThat(ack.flag() & Frame.RECONNECT).isNotZero();
        assertThat(Ack.of(Proto.read(ack.message())).end().seqNum()).isEqualTo(2);
        assertDraining(appender.frame());
        Frame last = follower.frame();
        while (!last.isTerminal()) {
            last = follower.frame();
        }
        assertDraining(last);
        Sse.Event event = sse.next();
        while (!"error".equals(event.event())) {
            assertThat(event.data()).isNotEqualTo("[DONE]");
            event = sse.next();
        }
        assertThat(event.json().get("code").textValue()).isEqualTo("server_draining");
        stopped.orTimeout(20, TimeUnit.SECONDS).join();
        mine.close();
    }

    private static void assertDraining(Frame frame) {
        assertThat(frame.isTerminal()).isTrue();
        assertThat(frame.body()).startsWith(503 >> 8, 503 & 0xff);
        assertThat(new String(frame.body(), StandardCharsets.UTF_8)).contains("\"server_draining\"");
    }

    @Test
    void aLeavingServerTakesNoNewConnections() {
        RunnelServer server = start(QUICK);
        Client mine = clientOf(server);
        Stream stream = mine.basin().stream("s");
        @Nullable Http2 http2 = protocol() == Protocol.HTTP_2 ? mine.http2() : null;
        Connection connection = http2 == null ? mine.connect() : http2;
        Session session = stream.appendSession(connection);
        CompletableFuture<?> stopped = server.stop().toCompletableFuture();
        Eventually.within(
                Duration.ofSeconds(4),
                () -> assertThat(canConnect(mine)).as("connects").isFalse());
        if (http2 != null) {
            assertThat(http2.awaitGoAway()).isZero();
        }
        session.send(Input.of("late"));
        session.ack();
        stopped.orTimeout(20, TimeUnit.SECONDS).join();
        mine.close();
    }

    private static boolean canConnect(Client client) {
        try {
            client.http1().close();
            return true;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    @Test
    void withoutOpenRequestsAServerLeavesAtOnce() {
        RunnelServer server = start("");
        clientOf(server).get("/health").is(200);
        assertThat(timed(server::close)).isLessThan(Duration.ofSeconds(8));
    }
}
