package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.s3proxy.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A store that fails every request, for as long as clients wait; minutes of it, in virtual time, are in {@code
 * StoreOutageTest} of the log.
 */
@ResourceLock(ServerProcess.MACHINE)
class StoreOutageIT {
    private static final Duration OUTAGE = Duration.ofSeconds(20);

    /** 32 MB of them: more than the sockets between client and server take in, which may be 10 MB. */
    private static final int BATCHES = 1_600;

    private static final int BATCH_RECORDS = 10;
    private static final int BODY = 2_000;

    @TempDir
    Path directory;

    @Test
    void holdsAppendsAndGoesOnWhenTheStoreIsBack() throws Exception {
        try (S3Server behind = S3Server.in(Files.createDirectory(directory.resolve("s3")));
                FaultyStore store = FaultyStore.before(behind.endpoint())) {
            behind.createBucket("streams");
            Map<String, String> environment = new HashMap<>(behind.environment());
            environment.put("AWS_ENDPOINT_URL_S3", store.endpoint().toString());
            // So little that it is full long before all batches are sent.
            List<String> options = List.of("--bucket", "streams", "--append-inflight-bytes", "2MiB");
            try (ServerProcess server = ServerProcess.launch(options, environment, directory.resolve("log"))) {
                server.awaitServing();
                holdAndGoOn(server, store);
            }
        }
    }

    private static void holdAndGoOn(ServerProcess server, FaultyStore store) throws Exception {
        Client client = new Client(Protocol.HTTP_1_1, server.address());
        Stream stream = client.basin().stream("held");
        StreamHistory history = new StreamHistory("held");
        Session session = stream.appendSession();
        Deque<Written> inFlight = new ArrayDeque<>();
        for (int i = 1; i <= 5; i++) {
            send(session, history, inFlight, i);
            history.acknowledged(take(inFlight), session.ack());
        }

        store.fail();
        CompletableFuture<Void> sending = Background.run(() -> {
            for (int i = 6; i <= BATCHES; i++) {
                send(session, history, inFlight, i);
            }
        });
        boolean silent = session.answer().silentFor(OUTAGE);
        assertThat(silent).as("nothing is acknowledged, and nothing fails").isTrue();
        assertThat(sending).as("the client is held back").isNotDone();
        assertThat(server.isAlive()).isTrue();
        assertThat(store.failed()).as("requests that the store has failed").isPositive();

        store.recover();
        for (int i = 6; i <= BATCHES; i++) {
            history.acknowledged(take(inFlight), session.ack());
        }
        sending.get(60, TimeUnit.SECONDS);
        session.halfClose().assertEnd();
        history.check(0, stream.items(), stream.tail());
        client.close();
    }

    private static void send(Session session, StreamHistory history, Deque<Written> inFlight, int id) {
        Written written = Written.data(id, 1, BATCH_RECORDS, BODY);
        history.attempted(written);
        synchronized (inFlight) {
            inFlight.add(written);
        }
        session.send(written.input());
    }

    private static Written take(Deque<Written> inFlight) {
        synchronized (inFlight) {
            return inFlight.remove();
        }
    }
}
