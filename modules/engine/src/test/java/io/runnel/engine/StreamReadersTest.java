package io.runnel.engine;

import static io.runnel.engine.StreamRig.done;
import static io.runnel.engine.StreamRig.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.ErrorCode;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.TimestampingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads from one stream's actor. */
class StreamReadersTest {
    private static ActorSystem system;

    private StreamRig rig;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("stream-readers", TestNode.LOCAL);
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @BeforeEach
    void rig() {
        rig = new StreamRig(system);
        rig.settled();
    }

    @Test
    void aReaderIsGivenRangesUntilItFollows() {
        done(rig.append("a"));
        done(rig.append("b"));
        TestKit reader = rig.follower(1, 0, 100);
        ReadLink.Range range = reader.expectMsgClass(ReadLink.Range.class);
        assertThat(range.next()).isEqualTo(2);
        assertThat(range.tail()).isEqualTo(rig.settled());
        rig.ask(reader, 1, 2, 100);
        assertThat(reader.expectMsgClass(ReadLink.Following.class).tail()).isEqualTo(range.tail());
    }

    @Test
    void followersShareOneMessage() {
        List<TestKit> followers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            TestKit follower = rig.follower(1, 0, 1000);
            follower.expectMsgClass(ReadLink.Following.class);
            followers.add(follower);
        }
        done(rig.append("a"));
        ReadLink.Live first = followers.get(0).expectMsgClass(ReadLink.Live.class);
        assertThat(followers.get(1).expectMsgClass(ReadLink.Live.class)).isSameAs(first);
        assertThat(followers.get(2).expectMsgClass(ReadLink.Live.class)).isSameAs(first);
    }

    @Test
    void aFollowerWithoutCreditIsLeftToCatchUpAndHoldsNobodyUp() {
        TestKit slow = rig.follower(1, 0, 1);
        slow.expectMsgClass(ReadLink.Following.class);
        done(rig.append("a"));
        slow.expectMsgClass(ReadLink.Live.class);
        done(rig.append("b"));
        assertThat(slow.expectMsgClass(ReadLink.Lagging.class).tail().seqNum()).isEqualTo(2);
        done(rig.append("c"));
        slow.expectNoMessage(Duration.ofMillis(50));
        rig.ask(slow, 1, 1, 1000);
        assertThat(slow.expectMsgClass(ReadLink.Range.class).batches())
                .extracting(StoredBatch::firstSeqNum)
                .containsExactly(1L, 2L);
        rig.ask(slow, 1, 3, 1000);
        slow.expectMsgClass(ReadLink.Following.class);
        done(rig.append("d"));
        slow.expectMsgClass(ReadLink.Live.class);
    }

    @Test
    void creditThatIsGivenBackKeepsAFollowerGoing() {
        TestKit follower = rig.follower(1, 0, 1);
        follower.expectMsgClass(ReadLink.Following.class);
        for (int i = 0; i < 5; i++) {
            done(rig.append("a"));
            int bytes = follower.expectMsgClass(ReadLink.Live.class)
                    .batches()
                    .get(0)
                    .records()
                    .length;
            rig.actor.tell(new ReadLink.Credit(bytes), follower.getRef());
            rig.settled();
        }
    }

    @Test
    void followersSeeNothingThatIsNotDurable() {
        TestKit follower = rig.follower(1, 0, 1000);
        follower.expectMsgClass(ReadLink.Following.class);
        rig.storage.hold();
        Reply.Local<AppendAck> append = rig.append("a");
        follower.expectNoMessage(Duration.ofMillis(50));
        rig.storage.releaseAll();
        done(append);
        follower.expectMsgClass(ReadLink.Live.class);
    }

    @Test
    void aHeldReadIsAnsweredWithTheFirstBatch() {
        Reply.Local<ReadOutput.Batch> held = rig.read(0, 30);
        rig.settled();
        assertThat(held).isNotDone();
        AppendAck ack = done(rig.append("a", "b"));
        ReadOutput.Batch batch = done(held);
        assertThat(Records.of(batch)).containsExactly("0=a", "1=b");
        assertThat(batch.tail()).isEqualTo(ack.end());
    }

    @Test
    void aHeldReadEndsEmptyWhenItsTimeIsUp() {
        ReadOutput.Batch batch = done(rig.read(0, 1));
        assertThat(batch.slices()).isEmpty();
        assertThat(batch.tail()).isNull();
    }

    @Test
    void aHeldReadWhoseBoundsAllowNothingEndsAtOnce() {
        Reply.Local<ReadOutput.Batch> held =
                rig.read(new ReadRequest(new ReadStart.SeqNum(0), false, 10L, 8L, null, 30L));
        rig.settled();
        done(rig.append("too large for eight bytes"));
        ReadOutput.Batch batch = done(held);
        assertThat(batch.slices()).isEmpty();
        assertThat(batch.tail()).isNull();
    }

    @Test
    void aReadFindsEverythingWithinItsBoundsOverManyBatches() {
        for (int i = 0; i < 5; i++) {
            done(rig.append("a" + i, "b" + i));
        }
        ReadRequest three = new ReadRequest(new ReadStart.SeqNum(3), false, 3L, 1L << 20, null, null);
        assertThat(Records.of(done(rig.read(three)))).containsExactly("3=b1", "4=a2", "5=b2");
    }

    @Test
    void aReadOfNothingIsEmptyWhereverItStarts() {
        ReadRequest none = new ReadRequest(new ReadStart.SeqNum(99), false, 0L, 1L << 20, null, null);
        assertThat(done(rig.read(none)).slices()).isEmpty();
    }

    @Test
    void aTimestampIsFoundAmongSurvivors() {
        done(rig.append(new AppendInput(Records.at(10, 20, 20, 30), null, null)));
        assertThat(Records.of(done(rig.read(since(15))))).containsExactly("1=t20", "2=t20", "3=t30");
        assertThat(refused(rig.read(since(31)))).isEqualTo(new StreamError.ReadUnwritten(rig.settled()));
    }

    @Test
    void whenEverythingIsTrimmedANumberFindsNothingAndATimestampTheTail() {
        done(rig.append("a"));
        done(rig.append(new AppendInput(Records.trim(-1), null, null)));
        ReadRequest fromZero = new ReadRequest(new ReadStart.SeqNum(0), false, 10L, 1L << 20, null, null);
        assertThat(done(rig.read(fromZero)).slices()).isEmpty();
        assertThat(refused(rig.read(since(0)))).isEqualTo(new StreamError.ReadUnwritten(rig.settled()));
    }

    @Test
    void aTrimCutsTheBatchItFallsInto() {
        done(rig.append("a", "b", "c"));
        done(rig.append(new AppendInput(Records.trim(2), null, null)));
        assertThat(rig.records()).hasSize(2).startsWith("2=c");
        TestKit reader = rig.follower(1, 0, 100);
        assertThat(reader.expectMsgClass(ReadLink.Range.class).from()).isEqualTo(2);
    }

    @Test
    void expiredRecordsArePassedOver() {
        StreamConfig short_ =
                new StreamConfig("express", new RetentionPolicy.Age(10), TimestampingMode.CLIENT_PREFER, false, 0);
        rig.configure(1, short_, 1).expectMsgClass(StreamLink.Acknowledged.class);
        for (int i = 0; i < 3; i++) {
            done(rig.append("old" + i));
        }
        rig.configure(1, StreamConfig.SYSTEM_DEFAULT, 2).expectMsgClass(StreamLink.Acknowledged.class);
        done(rig.append("new"));
        long now = StreamRig.NOW.toEpochMilli();
        rig.storage.clock(() -> now + 9_999);
        assertThat(rig.records()).hasSize(4);
        rig.storage.clock(() -> now + 10_000);
        assertThat(rig.records()).containsExactly("3=new");
        ReadRequest one = new ReadRequest(new ReadStart.SeqNum(0), false, 1L, 1L << 20, null, null);
        assertThat(Records.of(done(rig.read(one)))).containsExactly("3=new");
    }

    @Test
    void aReaderOfAnotherGenerationIsSentAway() {
        TestKit reader = rig.follower(7, 0, 100);
        StreamActorTest.assertCode(reader.expectMsgClass(ReadLink.Closed.class).error(), ErrorCode.UNAVAILABLE);
    }

    private static ReadRequest since(long timestamp) {
        return new ReadRequest(new ReadStart.Timestamp(timestamp), false, 10L, 1L << 20, null, null);
    }
}
