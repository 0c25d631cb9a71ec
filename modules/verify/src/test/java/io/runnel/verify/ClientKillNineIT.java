package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.sdk.ClientMetrics;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import io.runnel.testkit.FaultProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the server again and again under sessions of the Java client, one that appends exactly once and one that follows, and
 * neither shows it: every batch is in the stream once, in order, where its acknowledgement says, and the reader is given every
 * record once, in order. What is in the stream is judged by the suite's own side of the wire.
 *
 * <p>{@code -Drunnel.verify.client-kills=N} sets how often, {@code -Drunnel.verify.seed=N} repeats the moments of an earlier run.
 */
@ResourceLock(ServerProcess.MACHINE)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ClientKillNineIT {
    private static final int KILLS = Integer.getInteger("runnel.verify.client-kills", 6);
    private static final long SEED = Long.getLong("runnel.verify.seed", System.nanoTime());
    private static final int MOST_BATCHES_OF_A_LIFE = 400;
    /** Of servers one is killed while clients may still be finding out what the one before it had stored. */
    private static final int SHORT_LIVED_EVERY = 3;

    private static final String STREAM = "followed";

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> retries = new ConcurrentHashMap<>();

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void sessionsOutliveTheServer(HttpVersion version) throws Exception {
        System.out.println("ClientKillNineIT: " + version + ", seed " + SEED);
        ServerProcess server = serve();
        try (FaultProxy proxy = FaultProxy.before(uri(server))) {
            Basin basin = basin(server);
            basin.stream(STREAM);
            long records;
            try (RunnelClient client = client(version, proxy);
                    ClientKillNineLoad load =
                            new ClientKillNineLoad(client.basin(basin.name()).stream(STREAM), random.nextLong())) {
                for (int kill = 0; kill < KILLS; kill++) {
                    if (kill % SHORT_LIVED_EVERY == SHORT_LIVED_EVERY - 1) {
                        load.awaitAcknowledgement();
                    } else {
                        load.awaitProgress(1 + random.nextInt(MOST_BATCHES_OF_A_LIFE));
                    }
                    proxy.refuse(); // nobody is to connect to a port that may be anybody's by then
                    server.kill();
                    server = serve();
                    proxy.redirect(uri(server));
                    proxy.accept();
                }
                load.awaitProgress(MOST_BATCHES_OF_A_LIFE);
                records = load.finish();
            }
            judge(new Basin(new Client(Protocol.HTTP_1_1, server.address()), basin.name()).at(STREAM), records);
            System.out.println("ClientKillNineIT: " + records + " records, " + KILLS + " kills, retries " + retries);
        } finally {
            server.close();
        }
        int cut = KILLS - KILLS / SHORT_LIVED_EVERY;
        assertThat(retries.get("append-session")).isGreaterThanOrEqualTo(cut);
        assertThat(retries.get("read-session")).isGreaterThanOrEqualTo(cut);
        StoreVerification.requireSound(options(), Map.of());
    }

    private static void judge(Stream stream, long records) {
        stream.assertTail(records);
        long next = 0;
        for (Item item : stream.items()) {
            assertThat(item.seqNum()).isEqualTo(next);
            assertThat(item.text()).as("record %d", next).isEqualTo(ClientKillNineLoad.body(next));
            next++;
        }
        assertThat(next).as("records in the stream").isEqualTo(records);
    }

    private RunnelClient client(HttpVersion version, FaultProxy proxy) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(proxy.endpoint().toString())
                .httpVersion(version)
                .requestTimeout(Duration.ofSeconds(20))
                .retry(RetryPolicy.DEFAULT
                        .withMaxAttempts(Integer.MAX_VALUE)
                        .withDelays(Duration.ofMillis(10), Duration.ofMillis(100)))
                .metrics(new ClientMetrics() {
                    @Override
                    public void retry(String operation, RunnelException failure) {
                        retries.merge(operation, 1, Integer::sum);
                    }
                })
                .build());
    }

    private static Basin basin(ServerProcess server) {
        Basin basin = new Basin(new Client(Protocol.HTTP_1_1, server.address()), Client.freshName());
        basin.put("{}").is(201);
        return basin;
    }

    private ServerProcess serve() {
        ServerProcess server = ServerProcess.launch(options(), Map.of(), directory.resolve("log"));
        server.awaitServing();
        return server;
    }

    private List<String> options() {
        return List.of("--local-root", directory.resolve("root").toString());
    }

    private static URI uri(ServerProcess server) {
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }
}
