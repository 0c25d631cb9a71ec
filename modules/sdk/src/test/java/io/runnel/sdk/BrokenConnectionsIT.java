package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.TestBasin;
import io.runnel.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections break at bytes that a seed chooses. The seed is part of a test's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenConnectionsIT {
    private static final int BATCHES = 60;
    private static final List<Fault.Kind> ALL = List.of(Fault.Kind.values());
    /** Those that are noticed at once. */
    private static final List<Fault.Kind> LOUD = List.of(Fault.Kind.RESET, Fault.Kind.END, Fault.Kind.HALF_CLOSE);

    private TestServer server;
    private TestBasin basin;
    private FaultProxy faults;
    private RunnelClient client;
    private RunnelClient direct;

    @BeforeAll
    void start() {
        server = TestServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        basin = server.newBasin();
        faults = basin.faults();
        direct = RunnelClient.connect(server.endpoint().toString());
    }

    @AfterEach
    void close() {
        direct.close();
        basin.close();
    }

    static Stream<Arguments> seeds() {
        Random random = new Random();
        return Arrays.stream(new HttpVersion[] {HttpVersion.HTTP_1_1, HttpVersion.HTTP_2})
                .flatMap(version -> random.longs(4).mapToObj(seed -> Arguments.of(version, seed)));
    }

    private StreamClient through(HttpVersion version, RetryPolicy retry) {
        client = RunnelClient.create(ClientOptions.builder()
                .endpoint(basin.endpoint().toString())
                .httpVersion(version)
                .requestTimeout(Duration.ofSeconds(2))
                .retry(retry)
                .build());
        return client.basin(basin.name()).stream("s");
    }

    private static RetryPolicy patient() {
        return RetryPolicy.DEFAULT.withMaxAttempts(50).withDelays(Duration.ofMillis(5), Duration.ofMillis(50));
    }

    /** The next connections all fail: how and where chance says. */
    private void plan(Random random, int connections, int bytes) {
        for (int i = 0; i < connections; i++) {
            List<Fault.Kind> kinds = random.nextInt(4) == 0 ? ALL : LOUD;
            Fault.Kind kind = kinds.get(random.nextInt(kinds.size()));
            Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
            int most = direction == Direction.TO_SERVER ? bytes : bytes / 20;
            faults.plan(new Fault(kind, direction, random.nextInt(most)));
        }
    }

    private static AppendInput batch(int number) {
        byte[] filler = new byte[3000];
        new Random(number).nextBytes(filler);
        return AppendInput.of(
                AppendRecord.of("batch " + number).withHeader("n", Integer.toString(number)), AppendRecord.of(filler));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void exactlyOnceIsExactlyOnce(HttpVersion version, long seed) throws Exception {
        System.out.println("BrokenConnectionsIT: seed " + seed + ", " + version);
        StreamClient stream = through(version, patient());
        plan(new Random(seed), 12, 60_000);
        List<AppendTicket> tickets = new ArrayList<>();
        try (AppendSession session = stream.appendSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail())) {
            for (int i = 0; i < BATCHES; i++) {
                tickets.add(session.submit(batch(i)));
            }
        }
        for (int i = 0; i < BATCHES; i++) {
            assertThat(tickets.get(i).await().start().seqNum()).isEqualTo(2L * i);
        }
        ReadBatch all =
                Await.result(direct.basin(basin.name()).stream("s").read(ReadOptions.from(ReadStart.beginning())));
        assertThat(all.records()).hasSize(2 * BATCHES);
        for (int i = 0; i < BATCHES; i++) {
            assertThat(batch(i).isWhatWasRead(all.records().subList(2 * i, 2 * i + 2)))
                    .isTrue();
        }
        client.close();
    }

    @Test
    void whatWasNeverSentIsSaidToHaveHadNoEffect() throws Exception {
        StreamClient stream = through(HttpVersion.AUTO, patient().withMaxAttempts(2));
        faults.refuse();
        ConnectionException refused = catchThrowableOfType(
                ConnectionException.class, () -> Await.result(stream.append(AppendRecord.of("a"))));
        assertThat(refused.hasNoSideEffects()).isTrue();
        assertThat(refused.isRetryable()).isTrue();
        client.close();
    }

    @Test
    void whatMayHaveArrivedIsNotCalledCertain() throws Exception {
        StreamClient stream = through(HttpVersion.AUTO, patient().withMaxAttempts(1));
        Await.result(stream.checkTail());
        faults.stall();
        IndefiniteAppendException unknown = catchThrowableOfType(
                IndefiniteAppendException.class, () -> Await.result(stream.append(AppendRecord.of("a"))));
        assertThat(unknown.lastFailure()).isInstanceOf(DeadlineExceededException.class);
        assertThat(unknown.hasNoSideEffects()).isFalse();
        client.close();
    }

    @Test
    void anAppendSessionOutlivesARestartOfItsServer() throws Exception {
        TestServer own = TestServer.start();
        try (RunnelClient restless = RunnelClient.create(ClientOptions.builder()
                .endpoint(own.endpoint().toString())
                .requestTimeout(Duration.ofSeconds(20))
                .retry(patient().withMaxAttempts(400))
                .build())) {
            Await.result(restless.createBasin("restarted-basin"));
            Await.result(restless.basin("restarted-basin").createStream("s"));
            StreamClient stream = restless.basin("restarted-basin").stream("s");
            List<AppendTicket> tickets = new ArrayList<>();
            try (AppendSession session = stream.appendSession(AppendSessionOptions.DEFAULT.exactlyOnceFromTail());
                    ReadSession follower = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
                for (int i = 0; i < 20; i++) {
                    tickets.add(session.submit(batch(i)));
                }
                own.restart(TestServer.Data.KEPT);
                for (int i = 20; i < 40; i++) {
                    tickets.add(session.submit(batch(i)));
                }
                for (int i = 0; i < 40; i++) {
                    assertThat(tickets.get(i).await().start().seqNum()).isEqualTo(2L * i);
                }
                int seen = 0;
                while (seen < 80) {
                    seen += follower.next().records().size();
                }
                assertThat(seen).isEqualTo(80);
            }
        } finally {
            own.close();
        }
    }

    @Test
    void aClosedClientLeavesNoThreadAndNoConnection() throws Exception {
        StreamClient stream = through(HttpVersion.AUTO, patient());
        AppendTicket ticket = stream.appendSession().submit(batch(0));
        ReadSession reading = stream.readSession(ReadOptions.from(ReadStart.beginning()));
        ticket.await();
        assertThat(reading.next()).isNotNull();
        Set<Thread> before = new HashSet<>(threads());
        assertThat(before).isNotEmpty();
        client.close();
        assertThat(threads()).noneMatch(before::contains);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (faults.openConnections() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(faults.openConnections()).isZero();
        assertThat(reading.nextAsync()).isCompletedExceptionally();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("runnel-sdk"))
                .toList();
    }
}
