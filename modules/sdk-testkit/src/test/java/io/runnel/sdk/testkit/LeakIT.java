package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.leaks.LeftThreads;
import io.runnel.leaks.LostBuffers;
import io.runnel.leaks.OpenConnections;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.AppendSession;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.Await;
import io.runnel.sdk.BodyCompression;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.Producer;
import io.runnel.sdk.ReadBatch;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.StreamClient;
import io.runnel.sdk.TlsOptions;
import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.RunnelTest;
import io.runnel.testkit.TestBasin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A client that has been closed leaves nothing behind: no thread, no connection, and no buffer of its network library, however
 * things went before. {@code -Drunnel.faults.seed=N} repeats an earlier run.
 */
@RunnelTest
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class LeakIT {
    private static final ReadOptions TO_THE_TAIL =
            ReadOptions.from(ReadStart.beginning()).withWait(Duration.ZERO);
    private static final int CUT_TIMES = 25;

    private final long seed = Long.getLong("runnel.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static RunnelClient client(HttpVersion version, BodyCompression compression, TestBasin basin) {
        return RunnelClient.create(ClientOptions.builder()
                .endpoint(basin.endpoint().toString())
                .tls(TlsOptions.ACCEPT_ANY)
                .httpVersion(version)
                .compression(compression)
                .requestTimeout(Duration.ofSeconds(20))
                .retry(RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(1), Duration.ofMillis(10)))
                .build());
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void nothingIsLeftOfWhatEndedInGoodOrder(HttpVersion version, TestBasin basin, FaultProxy faults) throws Exception {
        for (BodyCompression compression : BodyCompression.values()) {
            try (RunnelClient client = client(version, compression, basin)) {
                Await.result(client.listAllBasins(ListOptions.ALL));
                use(client.basin(basin.name()).stream("s-" + compression));
            }
            assertNothingIsLeft(faults);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    @RunnelTest(ownServer = true, settings = "runnel.server.tls.mode = self-signed")
    void nothingIsLeftOfWhatEndedInGoodOrderWithTls(HttpVersion version, TestBasin basin, FaultProxy faults)
            throws Exception {
        try (RunnelClient client = client(version, BodyCompression.NONE, basin)) {
            use(client.basin(basin.name()).stream("s"));
        }
        assertNothingIsLeft(faults);
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void nothingIsLeftOfWhatWasCut(HttpVersion version, TestBasin basin, FaultProxy faults) throws Exception {
        System.out.println("LeakIT: " + version + ", seed " + seed);
        try (RunnelClient client = client(version, BodyCompression.NONE, basin)) {
            cutAgainAndAgain(client, basin, faults);
        }
        faults.restore();
        assertNothingIsLeft(faults);
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    @RunnelTest(ownServer = true, settings = "runnel.server.tls.mode = self-signed")
    void nothingIsLeftOfWhatWasCutWithTls(HttpVersion version, TestBasin basin, FaultProxy faults) throws Exception {
        System.out.println("LeakIT: " + version + " with TLS, seed " + seed);
        try (RunnelClient client = client(version, BodyCompression.NONE, basin)) {
            cutAgainAndAgain(client, basin, faults);
        }
        faults.restore();
        assertNothingIsLeft(faults);
    }

    private void cutAgainAndAgain(RunnelClient client, TestBasin basin, FaultProxy faults) throws Exception {
        for (int i = 0; i < CUT_TIMES; i++) {
            faults.restore();
            faults.reset();
            for (int j = 0; j < 3; j++) {
                Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
                long at = random.nextInt(1 << random.nextInt(1, 18));
                faults.plan(random.nextBoolean() ? Fault.reset(direction, at) : Fault.end(direction, at));
            }
            try {
                use(client.basin(basin.name()).stream("s-" + i));
            } catch (RunnelException e) {
                // As was to be expected; what matters is what it leaves behind.
            }
        }
    }

    /** Sessions that nobody closes, with much to read and to send on its way, and calls without an answer. */
    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void nothingIsLeftOfWhatWasAbandoned(HttpVersion version, TestBasin basin, FaultProxy faults) throws Exception {
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        try (RunnelClient client = client(version, BodyCompression.NONE, basin)) {
            StreamClient stream = client.basin(basin.name()).stream("s");
            try (AppendSession filling = stream.appendSession()) {
                for (int i = 0; i < 12; i++) {
                    filling.submit(batch(900_000));
                }
            }
            ReadSession untouched = stream.readSession(ReadOptions.from(ReadStart.beginning()));
            eventually(() -> untouched.nextSeqNum() != null, "nothing is read");
            ReadSession begun = stream.readSession(ReadOptions.from(ReadStart.beginning()));
            assertThat(begun.next()).isNotNull();
            ReadSession following = stream.readSession(ReadOptions.from(ReadStart.tail()));
            Await.result(following.caughtUp());
            waiting.add(following.nextAsync());
            AppendSession appending = stream.appendSession();
            appending.submit(batch(100)).await();
            Producer producer = stream.producer();
            assertThat(OpenConnections.areKnown()
                            && OpenConnections.to(faults.endpoint().getPort()) == 0)
                    .as("what is counted are connections")
                    .isFalse();
            faults.stall();
            for (int i = 0; i < 30; i++) {
                waiting.add(appending.submitAsync(batch(900_000)).acknowledged());
                waiting.add(
                        producer.submitAsync(AppendRecord.of(new byte[300_000])).acknowledged());
            }
            waiting.add(stream.checkTail());
            waiting.add(stream.append(batch(500_000)));
        }
        assertThat(waiting.stream().filter(each -> !each.isDone()).count())
                .as("calls that are left without an answer")
                .isZero();
        faults.restore();
        // The proxy's own connections end when the server says so, too, which was cut off in the middle of everything.
        assertTheClientHasLeftNothing(faults);
    }

    private static AppendInput batch(int bytes) {
        return AppendInput.of(AppendRecord.of(new byte[bytes / 2]), AppendRecord.of(new byte[bytes / 2]));
    }

    /** Everything a client can do with a stream. */
    private static void use(StreamClient stream) throws Exception {
        Await.result(stream.append(batch(100_000)));
        AppendSession appending = stream.appendSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail());
        Producer producer = stream.producer();
        ReadSession reading = stream.readSession(TO_THE_TAIL);
        try {
            for (int i = 0; i < 10; i++) {
                appending.submit(batch(40_000));
            }
            appending.close();
            for (int i = 0; i < 100; i++) {
                producer.submit(AppendRecord.of(new byte[100]));
            }
            producer.close();
            Await.result(stream.checkTail());
            Await.result(stream.read(TO_THE_TAIL));
            for (ReadBatch batch = reading.next(); batch != null; batch = reading.next()) {
                assertThat(batch.records()).isNotEmpty();
            }
        } finally {
            appending.abort();
            producer.abort();
            reading.close();
        }
    }

    private static void assertNothingIsLeft(FaultProxy faults) {
        eventually(() -> faults.openConnections() == 0, "connections are left");
        assertTheClientHasLeftNothing(faults);
    }

    private static void assertTheClientHasLeftNothing(FaultProxy faults) {
        LeftThreads.assertNone("runnel-sdk");
        OpenConnections.assertNoneTo(faults.endpoint().getPort());
        LostBuffers.assertNone();
    }

    private static void eventually(BooleanSupplier condition, String complaint) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(complaint);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
