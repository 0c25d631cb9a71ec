package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.testkit.Direction;
import io.runnel.testkit.Fault;
import io.runnel.testkit.FaultProxy;
import io.runnel.testkit.TestBasin;
import io.runnel.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads whose connections break at bytes that a seed chooses, are slow, or fall silent: what comes is what comes of a read that
 * nothing happens to. The seed is part of a test's name.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenReadsIT {
    private static final int RECORDS = 150;
    /** Those that are noticed at once. */
    private static final List<Fault.Kind> LOUD = List.of(Fault.Kind.RESET, Fault.Kind.END, Fault.Kind.HALF_CLOSE);

    private TestServer server;
    private TestBasin basin;
    private FaultProxy faults;
    private RunnelClient direct;
    private RunnelClient client;
    private StreamClient written;
    private StreamClient stream;

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
        direct = RunnelClient.create(ClientOptions.builder()
                .endpoint(server.endpoint().toString())
                .requestTimeout(Duration.ofMinutes(1))
                .build());
        written = direct.basin(basin.name()).stream("s");
    }

    @AfterEach
    void close() {
        client.close();
        direct.close();
        basin.close();
    }

    static Stream<Arguments> seeds() {
        Random random = new Random();
        return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                .flatMap(version -> random.longs(3).mapToObj(seed -> Arguments.of(version, seed)));
    }

    private void readThrough(HttpVersion version, ClientMetrics metrics) {
        client = RunnelClient.create(ClientOptions.builder()
                .endpoint(basin.endpoint().toString())
                .httpVersion(version)
                .requestTimeout(Duration.ofSeconds(10))
                .metrics(metrics)
                .retry(RetryPolicy.DEFAULT
                        .withMaxAttempts(1000)
                        .withDelays(Duration.ofMillis(5), Duration.ofMillis(50)))
                .build());
        stream = client.basin(basin.name()).stream("s");
    }

    /** Records of different sizes, in batches of different sizes. */
    private void write(Random random) throws Exception {
        try (AppendSession session = written.appendSession()) {
            int made = 0;
            while (made < RECORDS) {
                List<AppendRecord> batch = new ArrayList<>();
                int count = Math.min(RECORDS - made, 1 + random.nextInt(10));
                for (int i = 0; i < count; i++) {
                    batch.add(AppendRecord.of("x".repeat(random.nextInt(4000))));
                }
                session.submit(AppendInput.of(batch));
                made += count;
            }
        }
    }

    /** The next connections all fail: how and where chance says. Some fail before anything has come, some do not at all. */
    private void plan(Random random) {
        for (int i = 0; i < 12; i++) {
            Fault.Kind kind = LOUD.get(random.nextInt(LOUD.size()));
            switch (random.nextInt(5)) {
                case 0 -> faults.plan(new Fault(kind, Direction.TO_SERVER, random.nextInt(300)));
                case 1 -> faults.plan(new Fault(kind, Direction.TO_CLIENT, random.nextInt(400)));
                default -> faults.plan(new Fault(kind, Direction.TO_CLIENT, random.nextInt(150_000)));
            }
        }
        switch (random.nextInt(3)) {
            case 0 -> faults.throttle(400_000);
            case 1 -> faults.delay(Duration.ofMillis(random.nextInt(20)));
            default -> {}
        }
    }

    private static List<String> all(ReadSession session) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
            batch.records().forEach(each -> seen.add(each.seqNum() + " of " + each.bodyLength() + " bytes"));
        }
        return seen;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordComesOnceAndInOrder(HttpVersion version, long seed) throws Exception {
        Random random = new Random(seed);
        readThrough(version, ClientMetrics.NONE);
        write(random);
        plan(random);
        List<Long> seen = new ArrayList<>();
        try (ReadSession session = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
            while (seen.size() < RECORDS) {
                session.next().records().forEach(each -> seen.add(each.seqNum()));
            }
        }
        assertThat(seen).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void boundsEndABrokenReadWhereTheyEndAWholeOne(HttpVersion version, long seed) throws Exception {
        Random random = new Random(seed);
        readThrough(version, ClientMetrics.NONE);
        write(random);
        plan(random);
        ReadOptions bounded = ReadOptions.from(ReadStart.seqNum(random.nextInt(RECORDS)));
        for (ReadOptions options : List.of(
                bounded.withCount(1 + random.nextInt(RECORDS)),
                bounded.withBytes(1 + random.nextInt(RECORDS * 2000)),
                bounded.withCount(1 + random.nextInt(RECORDS)).withBytes(1 + random.nextInt(RECORDS * 2000)),
                bounded.withUntil(Long.MAX_VALUE))) {
            List<String> whole;
            try (ReadSession session = written.readSession(options)) {
                whole = all(session);
            }
            try (ReadSession session = stream.readSession(options)) {
                assertThat(all(session)).as("%s", options).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoResumesBehindWhatHeTookMissesNothing(HttpVersion version, long seed) throws Exception {
        Random random = new Random(seed);
        readThrough(version, ClientMetrics.NONE);
        write(random);
        plan(random);
        List<Long> seen = new ArrayList<>();
        while (seen.size() < RECORDS) {
            try (ReadSession session = stream.readSession(ReadOptions.from(ReadStart.seqNum(seen.size())))) {
                for (int i = random.nextInt(4); i >= 0 && seen.size() < RECORDS; i--) {
                    session.next().records().forEach(each -> seen.add(each.seqNum()));
                }
            }
        }
        assertThat(seen).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aServerThatFallsSilentInTheMiddleOfAFrameIsLeft(HttpVersion version) throws Exception {
        readThrough(version, ClientMetrics.NONE);
        write(new Random(1));
        faults.plan(Fault.stall(Direction.TO_CLIENT, 100_000));
        List<Long> seen = new ArrayList<>();
        try (ReadSession session = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
            while (seen.size() < RECORDS) {
                session.next().records().forEach(each -> seen.add(each.seqNum()));
            }
        }
        assertThat(seen).isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
        assertThat(faults.connections()).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void theTailIsReachedAnewAfterEveryCut(HttpVersion version) throws Exception {
        readThrough(version, ClientMetrics.NONE);
        Await.result(written.append(AppendRecord.of("first")));
        try (ReadSession session = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
            assertThat(session.next().records()).hasSize(1);
            assertThat(Await.result(session.caughtUp()).seqNum()).isEqualTo(1);
            for (long next = 1; next < 10; next++) {
                assertThat(session.nextSeqNum()).isEqualTo(next);
                if (next % 2 == 0) {
                    faults.end();
                } else {
                    faults.reset();
                }
                Await.result(written.append(AppendRecord.of("another")));
                // It can only have come by a new connection.
                assertThat(session.next().records().get(0).seqNum()).isEqualTo(next);
                assertThat(Await.result(session.caughtUp()).seqNum()).isBetween(next, next + 1);
                assertThat(session.isCaughtUp()).isTrue();
                assertThat(session.lastTail().seqNum()).isEqualTo(next + 1);
            }
        }
    }

    /** Each cut would begin the wait anew, and the read would never end. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void theWaitIsOverThoughNoConnectionLastsThatLong(HttpVersion version) throws Exception {
        readThrough(version, ClientMetrics.NONE);
        Await.result(written.append(AppendRecord.of("first")));
        long began = System.nanoTime();
        try (ReadSession session =
                stream.readSession(ReadOptions.from(ReadStart.beginning()).withWait(Duration.ofSeconds(3)))) {
            assertThat(session.next().records()).hasSize(1);
            CompletableFuture<Optional<ReadBatch>> end = session.nextAsync();
            while (!end.isDone()) {
                CompletableFuture<?> tail = session.caughtUp();
                CompletableFuture.anyOf(end, tail.handle((reached, over) -> reached))
                        .get();
                faults.reset();
            }
            assertThat(end.get()).isEmpty();
        }
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(3));
    }

    /** Nobody takes anything, while another client is sent the whole stream. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void whatIsReadAheadIsBounded(HttpVersion version) throws Exception {
        AtomicLong received = new AtomicLong();
        CompletableFuture<Void> full = new CompletableFuture<>();
        readThrough(version, new ClientMetrics() {
            @Override
            public void received(int records, long meteredBytes, long lag) {
                if (received.addAndGet(meteredBytes) >= 2 << 20) {
                    full.complete(null);
                }
            }
        });
        try (AppendSession session = written.appendSession()) {
            for (int i = 0; i < 40; i++) {
                session.submit(AppendInput.of(AppendRecord.of("x".repeat(1_000_000))));
            }
        }
        try (ReadSession session = stream.readSession(
                ReadSessionOptions.of(ReadOptions.from(ReadStart.beginning())).withReadAheadBytes(2 << 20))) {
            full.get();
            assertThat(read(written, 40)).isEqualTo(40);
            // What had arrived when the session stopped reading is more than what it stopped at.
            assertThat(received.get()).isLessThan(12 << 20);
            int seen = 0;
            while (seen < 40) {
                seen += session.next().records().size();
            }
        }
    }

    private static int read(StreamClient from, int count) throws InterruptedException {
        int seen = 0;
        try (ReadSession session = from.readSession(ReadOptions.from(ReadStart.beginning()))) {
            while (seen < count) {
                seen += session.next().records().size();
            }
        }
        return seen;
    }
}
