package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runnel.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client and the server understand each other, by every protocol and with every compression. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
    private static final AtomicInteger BASINS = new AtomicInteger();

    private TestServer plain;
    private TestServer secure;
    private RunnelClient client;

    @BeforeAll
    void start() {
        plain = TestServer.start();
        secure = TestServer.start("runnel.server.tls.mode = self-signed");
    }

    @AfterAll
    void stop() {
        plain.close();
        secure.close();
    }

    @AfterEach
    void close() {
        client.close();
    }

    static Stream<Arguments> ways() {
        return Stream.of("h1", "h2c", "tls", "tls-h1")
                .flatMap(way -> Arrays.stream(BodyCompression.values()).map(coding -> Arguments.of(way, coding)));
    }

    private BasinClient basin(String way, BodyCompression coding) throws Exception {
        boolean tls = way.startsWith("tls");
        client = RunnelClient.create(ClientOptions.builder()
                .endpoint((tls ? secure : plain).endpoint().toString().replace("http:", tls ? "https:" : "http:"))
                .tls(TlsOptions.ACCEPT_ANY)
                .compression(coding)
                .requestTimeout(Duration.ofSeconds(20))
                .httpVersion(
                        switch (way) {
                            case "h2c" -> HttpVersion.HTTP_2;
                            case "tls-h1" -> HttpVersion.HTTP_1_1;
                            default -> HttpVersion.AUTO;
                        })
                .build());
        String name = "sdk-contract-" + BASINS.incrementAndGet();
        Await.result(client.createBasin(name));
        return client.basin(name);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void basinsAndStreamsAreMadeListedChangedAndDeleted(String way, BodyCompression coding) throws Exception {
        BasinClient basin = basin(way, coding);
        assertThat(Await.result(client.listAllBasins(ListOptions.ALL.withPrefix(basin.name()))))
                .extracting(BasinInfo::name)
                .containsExactly(basin.name());
        assertThat(Await.result(client.ensureBasin(basin.name(), BasinConfig.DEFAULT))
                        .result())
                .isEqualTo(Ensured.Result.UNCHANGED);
        BasinConfig changed = Await.result(client.reconfigureBasin(
                basin.name(), BasinReconfiguration.NONE.withCreateStreamOnAppend(Change.to(true))));
        assertThat(changed.createStreamOnAppend()).isTrue();
        assertThat(Await.result(client.getBasinConfig(basin.name()))).isEqualTo(changed);

        String odd = "a/b c?ü&%€";
        Await.result(basin.createStream(odd, StreamConfig.DEFAULT.withRetention(RetentionPolicy.age(60))));
        assertThat(Await.result(basin.getStreamConfig(odd)).retention()).isEqualTo(RetentionPolicy.age(60));
        StreamConfig reset =
                Await.result(basin.reconfigureStream(odd, StreamReconfiguration.NONE.withRetention(Change.reset())));
        assertThat(reset.retention()).isEqualTo(RetentionPolicy.age(604_800));
        assertThat(Await.result(basin.ensureStream(odd, StreamConfig.DEFAULT.withUncapped(true)))
                        .result())
                .isEqualTo(Ensured.Result.UPDATED);
        for (int i = 0; i < 7; i++) {
            Await.result(basin.createStream("s" + i));
        }
        assertThat(Await.result(basin.listAllStreams(ListOptions.ALL.withLimit(3))))
                .extracting(StreamInfo::name)
                .containsExactly(odd, "s0", "s1", "s2", "s3", "s4", "s5", "s6");
        assertThat(Await.result(basin.listStreams(
                                ListOptions.ALL.withPrefix("s").withLimit(2)))
                        .hasMore())
                .isTrue();
        Await.result(basin.deleteStream("s0"));
        Await.result(basin.deleteStreamIfExists("never-there"));
        ServerException missing =
                catchThrowableOfType(ServerException.class, () -> Await.result(basin.deleteStream("never-there")));
        assertThat(missing.code()).isEqualTo("stream_not_found");
        assertThat(missing.isRetryable()).isFalse();
        assertThat(missing.hasNoSideEffects()).isTrue();
        ServerException twice =
                catchThrowableOfType(ServerException.class, () -> Await.result(basin.createStream("s1")));
        assertThat(twice.code()).isEqualTo("resource_already_exists");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void recordsComeBackAsTheyWereAppended(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        byte[] random = new byte[300_000];
        new Random(1).nextBytes(random);
        AppendAck first = Await.result(stream.append(
                AppendRecord.of("hello")
                        .withHeader("k", "v")
                        .withHeader("k", "")
                        .withTimestamp(5),
                AppendRecord.of(new byte[0]),
                AppendRecord.of(random)));
        assertThat(first.start()).isEqualTo(new Position(0, 5));
        assertThat(first.end().seqNum()).isEqualTo(3);
        ReadBatch all = Await.result(stream.read(ReadOptions.from(ReadStart.beginning())));
        assertThat(all.records()).hasSize(3);
        SequencedRecord hello = all.records().get(0);
        assertThat(hello.bodyText()).isEqualTo("hello");
        assertThat(hello.timestamp()).isEqualTo(5);
        assertThat(hello.headers()).containsExactly(Header.of("k", "v"), Header.of("k", ""));
        assertThat(hello.meteredBytes()).isEqualTo(8 + 2 * 2 + 3 + 5);
        assertThat(all.records().get(1).bodyLength()).isZero();
        assertThat(all.records().get(2).bodyBytes()).isEqualTo(random);
        assertThat(Await.result(stream.checkTail()).seqNum()).isEqualTo(3);
        assertThat(Await.result(stream.read(ReadOptions.from(ReadStart.tailOffset(1))))
                        .records())
                .extracting(SequencedRecord::seqNum)
                .containsExactly(2L);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void refusalsSayWhatIsWrong(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        Await.result(stream.append(AppendRecord.of("a")));
        SeqNumMismatchException mismatch = catchThrowableOfType(
                SeqNumMismatchException.class,
                () -> Await.result(
                        stream.append(AppendInput.of(AppendRecord.of("b")).matchingSeqNum(-1))));
        assertThat(mismatch.actualSeqNum()).isEqualTo(1);
        assertThat(mismatch.hasNoSideEffects()).isTrue();
        Await.result(stream.append(AppendRecord.fence(new FencingToken("mine"))));
        assertThatThrownBy(() -> Await.result(stream.append(
                        AppendInput.of(AppendRecord.of("b")).withFencingToken(new FencingToken("other")))))
                .isInstanceOf(FencingTokenMismatchException.class)
                .extracting(failure -> ((FencingTokenMismatchException) failure).actualFencingToken())
                .isEqualTo("mine");
        RangeNotSatisfiableException beyond = catchThrowableOfType(
                RangeNotSatisfiableException.class,
                () -> Await.result(stream.read(ReadOptions.from(ReadStart.seqNum(100)))));
        assertThat(beyond.tail().seqNum()).isEqualTo(2);
        assertThatThrownBy(() -> Await.result(stream.readSession(ReadOptions.from(ReadStart.seqNum(100)))
                        .nextAsync()))
                .isInstanceOf(RangeNotSatisfiableException.class);
        assertThat(Await.result(stream.read(
                                ReadOptions.from(ReadStart.beginning()).withIgnoreCommandRecords(true)))
                        .records())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anAppendSessionAcknowledgesInOrderAndAReadSessionFollows(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        try (ReadSession follower = stream.readSession(ReadOptions.from(ReadStart.beginning()))) {
            List<CompletableFuture<AppendAck>> acks = new ArrayList<>();
            try (AppendSession session = stream.appendSession(
                    AppendSessionOptions.DEFAULT.withMaxInFlightBytes(1 << 20).exactlyOnceFromTail())) {
                for (int i = 0; i < 60; i++) {
                    acks.add(session.submit(AppendInput.of(AppendRecord.of("r" + i), body(i, 40_000)))
                            .acknowledged());
                }
            }
            for (int i = 0; i < acks.size(); i++) {
                assertThat(acks.get(i)).isCompleted();
                assertThat(acks.get(i).join().start().seqNum()).isEqualTo(2L * i);
            }
            List<SequencedRecord> seen = new ArrayList<>();
            while (seen.size() < 120) {
                seen.addAll(follower.next().records());
            }
            for (int i = 0; i < 60; i++) {
                assertThat(seen.get(2 * i).bodyText()).isEqualTo("r" + i);
                assertThat(seen.get(2 * i + 1).bodyBytes())
                        .isEqualTo(body(i, 40_000).body());
            }
            assertThat(follower.caughtUp().get(20, TimeUnit.SECONDS).seqNum()).isLessThanOrEqualTo(120);
            assertThat(follower.nextSeqNum()).isEqualTo(120);
        }
    }

    private static AppendRecord body(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return AppendRecord.of(bytes);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aProducerTellsEachRecordItsNumber(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        try (Producer producer = stream.producer(ProducerOptions.DEFAULT.withMaxRecords(7))) {
            List<ProducerTicket> tickets = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                tickets.add(producer.submit(AppendRecord.of("r" + i)));
            }
            Await.result(producer.flush());
            for (int i = 0; i < 100; i++) {
                assertThat(tickets.get(i).acknowledged()).isCompleted();
                assertThat(tickets.get(i).await().seqNum()).isEqualTo(i);
            }
            assertThat(producer.submit(AppendRecord.of("last")).await().seqNum())
                    .isEqualTo(100);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aBoundedReadEndsByItself(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        for (int i = 0; i < 5; i++) {
            Await.result(stream.append(AppendRecord.of("r" + i)));
        }
        try (ReadSession session =
                stream.readSession(ReadOptions.from(ReadStart.seqNum(1)).withCount(3))) {
            List<SequencedRecord> seen = new ArrayList<>();
            for (ReadBatch batch = session.next(); batch != null; batch = session.next()) {
                seen.addAll(batch.records());
            }
            assertThat(seen).extracting(SequencedRecord::bodyText).containsExactly("r1", "r2", "r3");
        }
        try (ReadSession session =
                stream.readSession(ReadOptions.from(ReadStart.seqNum(5)).withWait(Duration.ofSeconds(1)))) {
            assertThat(session.next()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aSubscriberGetsAsManyBatchesAsItAsksFor(String way, BodyCompression coding) throws Exception {
        StreamClient stream = stream(way, coding);
        for (int i = 0; i < 5; i++) {
            Await.result(stream.append(body(i, 1000)));
        }
        List<Long> seen = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        stream.readSession(ReadOptions.from(ReadStart.beginning()).withCount(5))
                .publisher()
                .subscribe(new Flow.Subscriber<>() {
                    private Flow.Subscription subscription;

                    @Override
                    public void onSubscribe(Flow.Subscription given) {
                        subscription = given;
                        given.request(1);
                    }

                    @Override
                    public void onNext(ReadBatch batch) {
                        batch.records().forEach(each -> seen.add(each.seqNum()));
                        subscription.request(1);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        done.completeExceptionally(failure);
                    }

                    @Override
                    public void onComplete() {
                        done.complete(null);
                    }
                });
        done.get(20, TimeUnit.SECONDS);
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatTheServerDoesNotHaveIsAClearError(String way, BodyCompression coding) throws Exception {
        basin(way, coding);
        AccessTokenScope scope = AccessTokenScope.NONE
                .withResources(ResourceSet.ALL, ResourceSet.prefix("p/"), ResourceSet.NONE)
                .withGroups(ReadWrite.NONE, ReadWrite.READ, ReadWrite.ALL)
                .withOperations(Operation.APPEND);
        UsageQuery query = UsageQuery.of("storage", java.time.Instant.EPOCH, java.time.Instant.EPOCH.plusSeconds(60));
        List<CompletableFuture<?>> calls = List.of(
                client.accessTokens().list(ListOptions.ALL),
                client.accessTokens().issue(new AccessTokenInfo("me", null, false, scope)),
                client.accessTokens().revoke("me/€"),
                client.locations().list(),
                client.locations().getDefault(),
                client.locations().setDefault("aws:us-east-1"),
                client.usage().account(UsageQuery.of("account-ops", query.start(), query.end())),
                client.usage().basin("a-basin-name", query),
                client.usage().stream("a-basin-name", "a/stream", query));
        for (CompletableFuture<?> call : calls) {
            ServerException refused = catchThrowableOfType(ServerException.class, () -> Await.result(call));
            assertThat(refused.status()).isEqualTo(501);
            assertThat(refused.code()).isEqualTo("not_implemented");
            assertThat(refused.isRetryable()).isFalse();
        }
    }

    private StreamClient stream(String way, BodyCompression coding) throws Exception {
        BasinClient basin = basin(way, coding);
        Await.result(basin.createStream("s"));
        return basin.stream("s");
    }
}
