package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.s3proxy.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A second server over the bucket of one that lives, or stands still: from then on it is the one that serves. */
@ResourceLock(ServerProcess.MACHINE)
class TakeoverIT {
    /** Which an official client retries (contract 10). */
    private static final Set<Integer> RETRYABLE = Set.of(500, 502, 503, 504);

    private static final List<String> OPTIONS = List.of("--bucket", "streams", "--path", "data");

    @TempDir
    Path directory;

    private S3Server store;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void startTheStore() throws Exception {
        store = S3Server.in(Files.createDirectory(directory.resolve("s3")));
        open.add(store);
        store.createBucket("streams");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private ServerProcess launch(String log) {
        ServerProcess server = ServerProcess.launch(OPTIONS, store.environment(), directory.resolve(log));
        open.add(server);
        server.awaitServing();
        return server;
    }

    private Client client(ServerProcess server) {
        Client client = new Client(Protocol.HTTP_1_1, server.address());
        open.add(client::close);
        return client;
    }

    @Test
    void theSecondHasAllThatTheFirstAcknowledgedAndTheFirstAcknowledgesNothingMore() throws Exception {
        ServerProcess first = launch("first.log");
        Client before = client(first);
        Basin basin = before.basin();
        Stream stream = basin.stream("s");
        List<Ack> acks = new ArrayList<>();
        // Until it is turned away.
        CompletableFuture<Response> refusal = Background.call(() -> {
            while (true) {
                Response response = stream.append(Input.of("by the first"));
                if (response.status() != 200) {
                    return response;
                }
                synchronized (acks) {
                    acks.add(response.ack());
                }
            }
        });
        ServerProcess second = launch("second.log");
        Stream after = new Basin(client(second), basin.name()).at("s");

        long tail = after.tail().seqNum();
        synchronized (acks) {
            assertThat(acks).as("the first had something to lose").isNotEmpty();
            assertThat(acks.get(acks.size() - 1).end().seqNum())
                    .as("all that was acknowledged")
                    .isLessThanOrEqualTo(tail);
        }
        assertTurnedAway(refusal.get(30, TimeUnit.SECONDS));
        for (int i = 0; i < 2; i++) {
            Ack ack = after.add("by the second");
            assertThat(ack.start().seqNum()).isGreaterThanOrEqualTo(tail + i);
            assertTurnedAway(stream.append(Input.of("too late")));
            assertTurnedAway(stream.checkTail());
            assertTurnedAway(stream.read("seq_num=0"));
        }
        assertThat(after.texts())
                .containsOnly("by the first", "by the second")
                .hasSizeGreaterThanOrEqualTo(acks.size() + 2);
        assertThat(before.get("/health").status())
                .as("health of who has been replaced")
                .isEqualTo(503);
        assertThat(first.output()).as("what the first says").containsIgnoringCase("another node");
    }

    @Test
    void aServerThatStoodStillWakesUpReplaced() {
        ServerProcess first = launch("first.log");
        Client before = client(first);
        Basin basin = before.basin();
        Stream stream = basin.stream("s");
        stream.fill(20);
        first.suspend();
        // These wait for it while it stands still.
        Exchange tail = before.connect().send(stream.request("GET", "/records/tail"));
        Exchange append = before.connect()
                .send(stream.request("POST", "/records", Stream.PROTO)
                        .body(Input.of("asleep").toBytes()));
        ServerProcess second = launch("second.log");
        Stream after = new Basin(client(second), basin.name()).at("s");
        assertThat(after.add("awake").start().seqNum()).isEqualTo(20);

        first.resume();

        assertTurnedAway(Response.collect(tail.answer()));
        assertTurnedAway(Response.collect(append.answer()));
        assertTurnedAway(stream.checkTail());
        assertTurnedAway(stream.read("seq_num=0"));
        assertTurnedAway(stream.append(Input.of("x").match(20)));
        after.assertTail(21);
        Eventually.within(
                Duration.ofSeconds(10),
                () -> assertThat(before.get("/health").status()).isEqualTo(503));
        assertThat(after.texts()).hasSize(21).endsWith("awake").doesNotContain("asleep", "x");
    }

    /** Neither an acknowledgement nor an answer from before, but an error that clients retry elsewhere. */
    private static void assertTurnedAway(Response response) {
        assertThat(response.status()).as("%s", response).isIn(RETRYABLE);
        assertThat(response.json().get("code").textValue()).isIn("storage", "other", "unavailable");
    }
}
