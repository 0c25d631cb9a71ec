package io.runnel.engine;

import static io.runnel.engine.StreamRig.acks;
import static io.runnel.engine.StreamRig.done;
import static io.runnel.engine.StreamRig.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.FencingToken;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import io.runnel.model.StreamRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends to one stream over a journal that makes durable what the test wants. */
class StreamActorTest {
    private static ActorSystem system;

    private StreamRig rig;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("stream-actor", TestNode.LOCAL);
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @BeforeEach
    void rig() {
        rig = new StreamRig(system);
    }

    @Test
    void manyWritesAreInFlightAndAreAcknowledgedInOrder() {
        rig.storage.hold();
        List<Reply.Local<AppendAck>> appends = List.of(rig.append("a"), rig.append("b"), rig.append("c"));
        Await.until(() -> rig.storage.inFlight() == 3);
        assertThat(appends).noneMatch(Reply.Local::isDone);
        rig.storage.release(1);
        assertThat(done(appends.get(0)).end().seqNum()).isEqualTo(1);
        rig.settled();
        assertThat(appends.get(1)).isNotDone();
        rig.storage.release(2);
        assertThat(done(appends.get(2)).start().seqNum()).isEqualTo(2);
        assertThat(done(appends.get(1)).end().seqNum()).isEqualTo(2);
    }

    @Test
    void nothingIsVisibleBeforeItIsDurable() {
        done(rig.append("a"));
        rig.storage.hold();
        Reply.Local<AppendAck> second = rig.append("b");
        Await.until(() -> rig.storage.inFlight() == 1);
        assertThat(done(rig.checkTail()).seqNum()).isEqualTo(1);
        assertThat(rig.records()).containsExactly("0=a");
        rig.storage.releaseAll();
        done(second);
        assertThat(rig.records()).containsExactly("0=a", "1=b");
    }

    @Test
    void aRefusalWaitsForTheStateItWasJudgedAgainst() {
        rig.storage.hold();
        Reply.Local<AppendAck> fence = rig.append(new AppendInput(Records.fence("mine"), null, null));
        Reply.Local<AppendAck> stranger = rig.append(Records.fenced("yours", Records.batch("x")));
        Reply.Local<AppendAck> misplaced = rig.append(Records.matching(0, "x"));
        rig.settled();
        assertThat(stranger).isNotDone();
        assertThat(misplaced).isNotDone();
        rig.storage.releaseAll();
        done(fence);
        assertThat(refused(stranger)).isEqualTo(new StreamError.FencingTokenMismatch(new FencingToken("mine")));
        assertThat(refused(misplaced)).isEqualTo(new StreamError.SeqNumMismatch(1));
    }

    @Test
    void aSessionIsAcknowledgedInOrder() {
        TestKit session = joined();
        for (int i = 0; i < 5; i++) {
            rig.send(session, i, Records.matching(i, "r" + i));
        }
        assertThat(acks(session, 5)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void afterAFailedBatchNothingLaterOfItsSessionIsApplied() {
        TestKit session = joined();
        TestKit other = rig.session(1);
        rig.storage.hold();
        rig.send(session, 0, Records.input("a"));
        rig.send(session, 1, Records.matching(7, "b"));
        rig.send(session, 2, Records.input("c"));
        rig.send(other, 0, Records.input("d"));
        rig.send(session, 3, Records.input("e"));
        rig.settled();
        session.expectNoMessage(Duration.ofMillis(50));
        rig.storage.releaseAll();
        assertThat(acks(session, 1)).containsExactly(1L);
        assertThat(session.expectMsgClass(AppendLink.Failed.class).error())
                .isEqualTo(new StreamError.SeqNumMismatch(1));
        assertThat(acks(other, 1)).containsExactly(2L);
        rig.send(session, 4, Records.input("f"));
        assertThat(rig.records()).containsExactly("0=a", "1=d");
    }

    @Test
    void aBatchThatWasLostOnItsWayEndsTheSession() {
        TestKit session = joined();
        rig.send(session, 0, Records.input("a"));
        rig.send(session, 2, Records.input("c"));
        rig.send(session, 3, Records.input("d"));
        assertThat(acks(session, 1)).containsExactly(1L);
        assertCode(session.expectMsgClass(AppendLink.Failed.class).error(), ErrorCode.OTHER);
        assertThat(rig.records()).containsExactly("0=a");
    }

    @Test
    void aSessionThatTheStreamDoesNotKnowIsToldSo() {
        rig.settled();
        TestKit session = new TestKit(system);
        rig.send(session, 0, Records.input("a"));
        assertCode(session.expectMsgClass(AppendLink.Failed.class).error(), ErrorCode.UNAVAILABLE);
    }

    @Test
    void aFailedJournalLeavesItUnknownAndStopsTheStream() {
        TestKit watcher = new TestKit(system);
        watcher.watch(rig.actor);
        TestKit session = joined();
        rig.storage.hold();
        Reply.Local<AppendAck> append = rig.append("a");
        Reply.Local<AppendAck> refusal = rig.append(Records.matching(7, "b"));
        rig.send(session, 0, Records.input("c"));
        Await.until(() -> rig.storage.inFlight() == 2);
        rig.storage.fail(new IOException("the store is gone"));
        assertCode(refused(append), ErrorCode.STORAGE);
        assertCode(refused(refusal), ErrorCode.STORAGE);
        assertCode(session.expectMsgClass(AppendLink.Failed.class).error(), ErrorCode.STORAGE);
        watcher.expectTerminated(rig.actor);
        assertThat(rig.local.isPausing(rig.id)).isTrue();
        assertThat(rig.local.find(rig.id)).isNull();
    }

    @Test
    void aStreamOpensWithWhatItsLastEventLeft() {
        done(rig.append(new AppendInput(Records.at(10, 20, 30), null, null)));
        done(rig.append(new AppendInput(Records.fence("mine"), null, null)));
        done(rig.append(new AppendInput(Records.trim(2), null, null)));
        Position tail = rig.settled();
        rig.restart();
        assertThat(done(rig.checkTail())).isEqualTo(tail);
        assertThat(refused(rig.append(Records.fenced("yours", Records.batch("x")))))
                .isEqualTo(new StreamError.FencingTokenMismatch(new FencingToken("mine")));
        assertThat(refused(rig.append(Records.matching(0, "x")))).isEqualTo(new StreamError.SeqNumMismatch(5));
        assertThat(rig.records()).hasSize(3).startsWith("2=t30");
        assertThat(done(rig.append("x")).start().timestamp()).isEqualTo(StreamRig.NOW.toEpochMilli());
    }

    @Test
    void aStreamFinishesWhatIsInFlightBeforeItStops() {
        TestKit watcher = new TestKit(system);
        watcher.watch(rig.actor);
        rig.settled();
        rig.storage.hold();
        Reply.Local<AppendAck> append = rig.append("a");
        rig.tell(StreamActor.Signal.STOP);
        Await.until(() -> rig.storage.inFlight() == 1);
        watcher.expectNoMessage(Duration.ofMillis(50));
        rig.storage.releaseAll();
        done(append);
        watcher.expectTerminated(rig.actor);
    }

    @Test
    void aStreamLeavesMemoryWhenNobodyUsesIt() {
        rig.settled();
        TestKit session = rig.session(1);
        rig.settled();
        tickTwice();
        rig.shard.expectNoMessage(Duration.ofMillis(50));
        system.stop(session.getRef());
        Await.until(() -> {
            tickTwice();
            return rig.shard.msgAvailable();
        });
        assertThat(rig.shard.expectMsgClass(ShardRegion.Passivate.class).stopMessage())
                .isEqualTo(StreamActor.Signal.STOP);
        assertThat(Objects.requireNonNull(rig.local.find(rig.id)).closeIfEmpty())
                .isTrue();
    }

    @Test
    void aStreamWithSomethingInFlightStays() {
        rig.settled();
        rig.storage.hold();
        Reply.Local<AppendAck> append = rig.append("a");
        Await.until(() -> rig.storage.inFlight() == 1);
        tickTwice();
        rig.shard.expectNoMessage(Duration.ofMillis(50));
        rig.storage.releaseAll();
        done(append);
    }

    @Test
    void fencesAndTrimsAreKeptWithTheBatchThatMakesThem() {
        done(rig.append("a"));
        StreamRow before = Objects.requireNonNull(rig.storage.row(rig.id));
        assertThat(before.state()).isNull();
        done(rig.append(new AppendInput(Records.fence("mine"), null, null)));
        done(rig.append(new AppendInput(Records.trim(1), null, null)));
        StreamRow after = Objects.requireNonNull(rig.storage.row(rig.id));
        assertThat(StreamFormat.decode(Objects.requireNonNull(after.state())).fencingToken())
                .isEqualTo(new FencingToken("mine"));
        assertThat(after.trimPoint()).isEqualTo(1);
    }

    /** A session whose stream has resolved itself. */
    private TestKit joined() {
        rig.settled();
        return rig.session(1);
    }

    private void tickTwice() {
        rig.tell(StreamActor.Signal.TICK);
        rig.tell(StreamActor.Signal.TICK);
    }

    static void assertCode(StreamError error, ErrorCode code) {
        assertThat(((StreamError.Coded) error).code()).isEqualTo(code);
    }
}
