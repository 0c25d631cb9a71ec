package io.runnel.engine;

import static io.runnel.engine.NodeClient.error;
import static io.runnel.engine.NodeClient.value;
import static io.runnel.engine.StreamActorTest.assertCode;
import static io.runnel.engine.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Append sessions, and the bound on bytes in flight. */
class AppendSessionTest {
    /** With what a batch costs besides its bytes, two of these fit. */
    private static final int HALF = 48_000;

    private static TestNode node;
    private static NodeClient client;

    @BeforeAll
    static void start() {
        node = new TestNode("""
                runnel.streams.append-inflight-bytes = 100000
                runnel.streams.restart-pause { min = 10ms, max = 20ms }
                runnel.streams.removal-delay = 100ms""");
        client = new NodeClient(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @AfterEach
    void release() {
        node.storage.releaseAll();
    }

    @Test
    void aRefusalComesAfterTheAcknowledgementsBeforeItAndNothingIsAppliedAfterIt() {
        StreamName stream = client.created("refusal");
        List<AppendOutput> outputs = run(
                stream,
                List.of(
                        batch(Records.input("a")),
                        batch(Records.matching(1, "b")),
                        batch(Records.matching(7, "c")),
                        batch(Records.matching(2, "d")),
                        batch(Records.input("e"))));
        assertThat(outputs).hasSize(3);
        assertThat(outputs.get(2)).isEqualTo(new AppendOutput.Ended(new StreamError.SeqNumMismatch(2)));
        assertThat(Records.of(value(client.read(stream, NodeClient.once())))).containsExactly("0=a", "1=b");
    }

    @Test
    void aDefectIsToldWhenEverythingBeforeItIsAcknowledged() {
        StreamName stream = client.created("defect");
        node.storage.hold();
        Session session = session(stream);
        session.offer(Records.input("a"));
        StreamError defect = StreamError.of(ErrorCode.BAD_FRAME, "what is that?");
        await(session.in.offer(new AppendFeed.Defect(defect)));
        CompletionStage<Optional<AppendOutput>> first = session.out.pull();
        Await.until(() -> node.storage.inFlight() == 1);
        assertThat(first.toCompletableFuture()).isNotDone();
        node.storage.releaseAll();
        assertThat(await(first)).containsInstanceOf(AppendOutput.Acked.class);
        assertThat(session.next()).isEqualTo(new AppendOutput.Ended(defect));
        assertThat(await(session.out.pull())).isEmpty();
    }

    @Test
    void afterItsEndASessionDrainsItsInput() {
        StreamName stream = client.created("drained");
        AtomicInteger taken = new AtomicInteger();
        Pair<CompletionStage<Done>, CompletionStage<List<AppendOutput>>> run = Source.range(0, 999)
                .map(i -> (AppendFeed) batch(Records.matching(0, "r" + i)))
                .wireTap(feed -> taken.incrementAndGet())
                .watchTermination(Keep.right())
                .via(client.appendSession(stream))
                .toMat(Sink.seq(), Keep.both())
                .run(node.system);
        assertThat(await(run.second())).hasSize(2).last().isInstanceOf(AppendOutput.Ended.class);
        await(run.first());
        assertThat(taken).hasValue(1000);
    }

    @Test
    void aSessionTakesNoMoreThanTheNodeHasRoomFor() {
        StreamName stream = client.created("room");
        AtomicInteger taken = new AtomicInteger();
        node.storage.hold();
        CompletionStage<List<AppendOutput>> run = Source.range(0, 9)
                .map(i -> (AppendFeed) batch(new AppendInput(Records.large(HALF), null, null)))
                .wireTap(feed -> taken.incrementAndGet())
                .via(client.appendSession(stream))
                .runWith(Sink.seq(), node.system);
        // One of them waits for room.
        Await.until(() -> node.storage.inFlight() == 2 && taken.get() == 3);
        node.storage.release(1);
        Await.until(() -> node.storage.inFlight() == 2 && taken.get() == 4);
        node.storage.releaseAll();
        assertThat(await(run)).hasSize(10).allMatch(AppendOutput.Acked.class::isInstance);
    }

    @Test
    void unaryAppendsWaitForRoomAndAreTurnedAwayWhenTooManyDo() {
        StreamName stream = client.created("unary-room");
        node.storage.hold();
        List<CompletionStage<Outcome<AppendAck>>> appends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            appends.add(client.append(stream, new AppendInput(Records.large(HALF), null, null)));
        }
        assertCode(error(client.append(stream, "one more")), ErrorCode.RATE_LIMITED);
        assertThat(appends).noneMatch(append -> append.toCompletableFuture().isDone());
        Await.until(() -> node.storage.inFlight() == 2);
        node.storage.releaseAll();
        // At once, so in any order.
        assertThat(appends)
                .extracting(append -> value(append).end().seqNum())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whoLeavesFreesItsRoomWhenItsBatchesAreDurable() {
        StreamName stream = client.created("left");
        node.storage.hold();
        Session session = session(stream);
        session.offer(new AppendInput(Records.large(2 * HALF), null, null));
        Await.until(() -> node.storage.inFlight() == 1);
        session.out.cancel();
        CompletionStage<Outcome<AppendAck>> other =
                client.append(stream, new AppendInput(Records.large(HALF), null, null));
        assertThat(node.storage.inFlight()).isEqualTo(1);
        node.storage.release(1);
        Await.until(() -> node.storage.inFlight() == 1);
        node.storage.releaseAll();
        assertThat(value(other).end().seqNum()).isEqualTo(2);
    }

    @Test
    void aJournalThatFailsEndsTheSessionWithAnUnknownOutcomeAndGivesTheRoomBack() {
        StreamName stream = client.created("journal");
        node.storage.hold();
        Session session = session(stream);
        session.offer(new AppendInput(Records.large(2 * HALF), null, null));
        Await.until(() -> node.storage.inFlight() == 1);
        node.storage.fail(new IOException("gone"));
        assertCode(((AppendOutput.Ended) session.next()).error(), ErrorCode.STORAGE);
        node.storage.releaseAll();
        // Started again on demand.
        Await.until(() -> await(client.append(stream, new AppendInput(Records.large(HALF), null, null)))
                        .valueOrNull()
                != null);
    }

    @Test
    void aDeletionIsToldToASessionWithItsNextBatch() {
        StreamName stream = client.created("deleted");
        Session session = session(stream);
        session.offer(Records.input("a"));
        session.next();
        assertThat(await(client.streams.deleteStream(client.basin, stream)).errorOrNull())
                .isNull();
        CompletionStage<Optional<AppendOutput>> next = session.out.pull();
        assertThat(next.toCompletableFuture()).isNotDone();
        session.offer(Records.input("b"));
        assertThat(await(next)).contains(new AppendOutput.Ended(StreamError.streamDeletionPending(stream)));
    }

    @Test
    void aSessionEndsWhenItsStreamStops() {
        StreamName stream = client.created("stopped");
        Session session = session(stream);
        session.offer(Records.input("a"));
        session.next();
        node.actorOf(client.basin, stream).tell(StreamActor.Signal.STOP, ActorRef.noSender());
        assertCode(((AppendOutput.Ended) session.next()).error(), ErrorCode.UNAVAILABLE);
    }

    private static AppendFeed.Batch batch(AppendInput input) {
        return new AppendFeed.Batch(input);
    }

    private List<AppendOutput> run(StreamName stream, List<AppendFeed> feed) {
        return await(Source.from(feed).via(client.appendSession(stream)).runWith(Sink.seq(), node.system));
    }

    private static Session session(StreamName stream) {
        Pair<SourceQueueWithComplete<AppendFeed>, SinkQueueWithCancel<AppendOutput>> run = Source.<AppendFeed>queue(
                        16, OverflowStrategy.backpressure())
                .via(client.appendSession(stream))
                .toMat(Sink.queue(), Keep.both())
                .run(node.system);
        return new Session(run.first(), run.second());
    }

    private record Session(SourceQueueWithComplete<AppendFeed> in, SinkQueueWithCancel<AppendOutput> out) {
        void offer(AppendInput input) {
            await(in.offer(batch(input)));
        }

        AppendOutput next() {
            return await(out.pull()).orElseThrow();
        }
    }
}
