package io.runnel.engine;

import static io.runnel.engine.StreamRig.done;
import static io.runnel.engine.StreamRig.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream on a node that another may have replaced. */
class StaleAnswersTest {
    private static ActorSystem system;

    private final CompletableFuture<Boolean> current = new CompletableFuture<>();
    private StreamRig rig;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("stale-answers", TestNode.LOCAL);
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @BeforeEach
    void rig() {
        rig = new StreamRig(system);
        done(rig.append("a"));
        rig.storage.confirm(current);
    }

    @Test
    void whatIsAskedIsAnsweredOnceItIsCertain() {
        List<Reply.Local<?>> asked = List.of(rig.checkTail(), rig.read(0, 0), rig.append(Records.matching(7, "x")));
        done(rig.append("b")); // by then the others have been decided
        assertThat(asked).noneMatch(Reply.Local::isDone);
        current.complete(true);
        done(asked.get(0));
        done(asked.get(1));
        assertThat(refused(asked.get(2))).isEqualTo(new StreamError.SeqNumMismatch(1));
    }

    @Test
    void aReplacedNodeAnswersNothing() {
        current.complete(false);
        for (Reply.Local<?> asked :
                List.of(rig.checkTail(), rig.read(0, 0), rig.read(9, 0), rig.append(Records.matching(7, "x")))) {
            StreamActorTest.assertCode(refused(asked), ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void nothingIsAnsweredIfTheStoreDoesNotTell() {
        current.completeExceptionally(new IllegalStateException("out of reach"));
        StreamActorTest.assertCode(refused(rig.checkTail()), ErrorCode.UNAVAILABLE);
    }

    @Test
    void whatIsDurableIsAcknowledgedWithoutAsking() {
        assertThat(done(rig.append("b")).end().seqNum()).isEqualTo(2);
    }

    @Test
    void aSessionIsToldOfItsRefusalAfterItsAcknowledgementsOnceItIsCertain() {
        TestKit session = rig.session(1);
        rig.send(session, 0, Records.input("b"));
        rig.send(session, 1, Records.matching(7, "c"));
        assertThat(StreamRig.acks(session, 1)).containsExactly(2L);
        session.expectNoMessage(Duration.ofMillis(50));
        current.complete(true);
        assertThat(session.expectMsgClass(AppendLink.Failed.class).error())
                .isEqualTo(new StreamError.SeqNumMismatch(2));
    }

    @Test
    void whoFollowsIsSentAwayByANodeThatHasBeenReplaced() {
        TestKit reader = rig.follower(1, 1, 100);
        reader.expectMsgClass(ReadLink.Following.class);
        rig.tell(StreamActor.Signal.TICK);
        reader.expectNoMessage(Duration.ofMillis(50));
        current.complete(false);
        StreamActorTest.assertCode(reader.expectMsgClass(ReadLink.Closed.class).error(), ErrorCode.UNAVAILABLE);
    }
}
