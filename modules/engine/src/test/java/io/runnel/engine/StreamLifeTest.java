package io.runnel.engine;

import static io.runnel.engine.StreamActorTest.assertCode;
import static io.runnel.engine.StreamRig.done;
import static io.runnel.engine.StreamRig.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.StreamLink.Purpose;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.TimestampingMode;
import java.time.Duration;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream's basin says, and what becomes of the stream. */
class StreamLifeTest {
    private static ActorSystem system;

    private StreamRig rig;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("stream-life", TestNode.LOCAL);
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
    void aStreamAsksItsBasinOnceWithThePurposeOfItsFirstCall() {
        done(rig.append("a"));
        done(rig.checkTail());
        assertThat(rig.basin.purposes()).containsExactly(Purpose.APPEND);
    }

    @Test
    void whereOthersNeedTheMemoryAStreamLeavesThatWasNotUsedSinceItWasLastAsked() {
        done(rig.append("a"));
        rig.actor.tell(StreamActor.Signal.CROWDED, ActorRef.noSender());
        done(rig.checkTail());
        rig.actor.tell(StreamActor.Signal.CROWDED, ActorRef.noSender());
        rig.shard.expectNoMessage(Duration.ofMillis(100));
        rig.actor.tell(StreamActor.Signal.CROWDED, ActorRef.noSender());
        rig.shard.expectMsgClass(ShardRegion.Passivate.class);
    }

    @Test
    void anAbsentStreamIsAskedForAgainWithEveryCall() {
        rig.basin.says = absent();
        assertThat(refused(rig.append("a"))).isEqualTo(StreamError.streamNotFound(rig.stream));
        assertThat(refused(rig.checkTail())).isEqualTo(StreamError.streamNotFound(rig.stream));
        rig.basin.says = FakeBasin.present(1);
        assertThat(done(rig.append("a")).start()).isEqualTo(new Position(0, StreamRig.NOW.toEpochMilli()));
        assertThat(rig.basin.purposes()).containsExactly(Purpose.APPEND, Purpose.READ, Purpose.APPEND);
    }

    @Test
    void whatTheBasinSaidBeforeADeletionIsOutOfDate() {
        rig.basin.silent = true;
        Reply.Local<AppendAck> append = rig.append("a");
        Await.until(() -> rig.basin.asked.size() == 1);
        rig.delete(1).expectMsgClass(StreamLink.Acknowledged.class);
        rig.basin.answer(0, FakeBasin.present(1));
        Await.until(() -> rig.basin.asked.size() == 2);
        assertThat(append).isNotDone();
        rig.basin.answer(1, new StreamLink.Absent(StreamError.streamDeletionPending(rig.stream)));
        assertThat(refused(append)).isEqualTo(StreamError.streamDeletionPending(rig.stream));
    }

    @Test
    void aDeletionIsAcknowledgedWhenItsTerminalEventIsDurable() {
        done(rig.append("a"));
        rig.storage.hold();
        Reply.Local<AppendAck> before = rig.append("b");
        TestKit teller = rig.delete(1);
        TestKit again = rig.delete(1);
        Await.until(() -> rig.storage.inFlight() == 2);
        teller.expectNoMessage(Duration.ofMillis(50));
        rig.storage.releaseAll();
        done(before);
        StreamLink.Acknowledged ack = teller.expectMsgClass(StreamLink.Acknowledged.class);
        assertThat(ack).isEqualTo(new StreamLink.Acknowledged(rig.stream, 1, 1000));
        again.expectMsgEquals(ack);
        rig.delete(1).expectMsgEquals(ack);
    }

    @Test
    void aDeletionEndsFollowersHeldReadsAndSessions() {
        rig.settled();
        TestKit follower = rig.follower(1, 0, 100);
        follower.expectMsgClass(ReadLink.Following.class);
        TestKit session = rig.session(1);
        Reply.Local<ReadOutput.Batch> held = rig.read(0, 30);
        rig.settled();
        rig.delete(1).expectMsgClass(StreamLink.Acknowledged.class);
        assertCode(follower.expectMsgClass(ReadLink.Closed.class).error(), ErrorCode.UNAVAILABLE);
        assertThat(refused(held)).isEqualTo(StreamError.streamDeletionPending(rig.stream));
        session.expectNoMessage(Duration.ofMillis(50));
        rig.send(session, 0, Records.input("a"));
        assertThat(session.expectMsgClass(AppendLink.Failed.class).error())
                .isEqualTo(StreamError.streamDeletionPending(rig.stream));
    }

    @Test
    void aNewStreamOfTheNameHasNothingOfTheOld() {
        done(rig.append(new AppendInput(Records.fence("mine"), null, null)));
        done(rig.append("a"));
        TestKit session = rig.session(1);
        rig.delete(1).expectMsgClass(StreamLink.Acknowledged.class);
        rig.basin.says = FakeBasin.present(2);
        assertThat(done(rig.checkTail())).isEqualTo(Position.ZERO);
        assertThat(done(rig.append(Records.fenced("", Records.batch("new"))))
                        .start()
                        .seqNum())
                .isZero();
        assertThat(rig.records()).containsExactly("0=new");
        rig.send(session, 0, Records.input("late"));
        assertThat(session.expectMsgClass(AppendLink.Failed.class).error())
                .isEqualTo(StreamError.streamDeletionPending(rig.stream));
        assertThat(rig.settled().seqNum()).isEqualTo(1);
    }

    @Test
    void aDeletionSurvivesARestart() {
        done(rig.append("a"));
        rig.delete(1).expectMsgClass(StreamLink.Acknowledged.class);
        rig.restart();
        int before = rig.basin.asked.size();
        Reply.Local<Position> tail = rig.checkTail();
        Await.until(() -> rig.basin.asked.size() > before + 1); // the old stream's presence is not believed
        rig.basin.says = FakeBasin.present(2);
        assertThat(done(tail)).isEqualTo(Position.ZERO);
        assertThat(done(rig.append("b")).start().seqNum()).isZero();
        rig.restart();
        assertThat(rig.settled().seqNum()).isEqualTo(1);
    }

    @Test
    void aStreamThatWasNeverUsedIsDeletedAllTheSame() {
        rig.delete(3).expectMsgClass(StreamLink.Acknowledged.class);
        rig.restart();
        rig.basin.says = new StreamLink.Absent(StreamError.streamDeletionPending(rig.stream));
        assertThat(refused(rig.append("a"))).isEqualTo(StreamError.streamDeletionPending(rig.stream));
    }

    @Test
    void aConfigurationGovernsEverythingAfterItsAcknowledgement() {
        rig.settled();
        rig.configure(1, requiringTimestamps(), 1).expectMsgEquals(new StreamLink.Acknowledged(rig.stream, 1, 1));
        assertThat(refused(rig.append("a")).status()).isEqualTo(422);
        rig.configure(1, StreamConfig.SYSTEM_DEFAULT, 0).expectMsgEquals(new StreamLink.Acknowledged(rig.stream, 1, 0));
        assertThat(refused(rig.append("a")).status()).isEqualTo(422);
    }

    @Test
    void aBasinThatDoesNotAnswerMakesTheStreamUnavailable() {
        rig.basin.silent = true;
        assertCode(refused(rig.append("a")), ErrorCode.UNAVAILABLE);
    }

    @Test
    void anEmptyStreamSaysSoAndAsksItsBasinBeforeItIsUsedAgain() {
        rig.basin.says = FakeBasin.present(1, deletedOnEmpty());
        done(rig.append("a"));
        assertThat(emptiness().empty()).isFalse();
        done(rig.append(new AppendInput(Records.trim(-1), null, null)));
        StreamLink.Emptiness empty = emptiness();
        assertThat(empty.empty()).isTrue();
        assertThat(empty.lastWriteMillis()).isEqualTo(StreamRig.NOW.toEpochMilli());
        int before = rig.basin.purposes().size();
        emptiness();
        done(rig.append("b"));
        assertThat(rig.basin.purposes().subList(before, before + 2)).containsExactly(Purpose.INSPECT, Purpose.APPEND);
    }

    @Test
    void aStreamWithAnAppendInFlightIsNotEmpty() {
        rig.settled();
        rig.storage.hold();
        Reply.Local<AppendAck> append = rig.append("a");
        Await.until(() -> rig.storage.inFlight() == 1);
        assertThat(emptiness().empty()).isFalse();
        rig.storage.releaseAll();
        done(append);
    }

    @Test
    void aStreamNobodyWroteToWasLastWrittenWhenItWasCreated() {
        rig.settled();
        StreamLink.Emptiness emptiness = emptiness();
        assertThat(emptiness.empty()).isTrue();
        assertThat(emptiness.lastWriteMillis()).isEqualTo(FakeBasin.CREATED.toEpochMilli());
    }

    @Test
    void theTimeOfTheLastWriteSurvivesARestartWhereItIsNeeded() {
        rig.basin.says = FakeBasin.present(1, deletedOnEmpty());
        done(rig.append(new AppendInput(Records.trim(-1), null, null)));
        rig.restart();
        assertThat(emptiness().lastWriteMillis()).isEqualTo(StreamRig.NOW.toEpochMilli());
        StreamState state = StreamFormat.decode(Objects.requireNonNull(
                Objects.requireNonNull(rig.storage.row(rig.id)).state()));
        assertThat(state.writtenMillis()).isEqualTo(StreamRig.NOW.toEpochMilli());
    }

    @Test
    void theBasinIsToldWhenAStreamMayHaveBecomeEmpty() {
        rig.basin.says = FakeBasin.present(1, deletedOnEmpty());
        done(rig.append("a"));
        Await.until(() -> rig.basin.asked.size() == 2);
        assertThat(rig.basin.asked.get(1))
                .isEqualTo(new StreamLink.EmptinessExpected(
                        StreamRig.BASIN, rig.stream, 1, StreamRig.NOW.toEpochMilli() + 60_000 + 5_000));
    }

    private StreamLink.Emptiness emptiness() {
        return rig.checkEmpty(1).expectMsgClass(StreamLink.Emptiness.class);
    }

    private StreamLink.Absent absent() {
        return new StreamLink.Absent(StreamError.streamNotFound(rig.stream));
    }

    private static StreamConfig requiringTimestamps() {
        return new StreamConfig("express", new RetentionPolicy.Infinite(), TimestampingMode.CLIENT_REQUIRE, false, 0);
    }

    private static StreamConfig deletedOnEmpty() {
        return new StreamConfig("express", new RetentionPolicy.Age(60), TimestampingMode.CLIENT_PREFER, false, 5);
    }
}
