package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.AppendSessions.Session;
import io.runnel.model.AppendAck;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import java.util.Objects;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppendSessionsTest {
    private static final StreamError ERROR = StreamError.invalid("no");

    private static ActorSystem system;

    private final AppendSessions sessions = new AppendSessions(ActorRef.noSender());
    private TestKit client;
    private Session session;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("append-sessions", TestNode.LOCAL);
    }

    @AfterAll
    static void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @BeforeEach
    void join() {
        client = new TestKit(system);
        sessions.joined(client.getRef(), 1);
        session = Objects.requireNonNull(sessions.of(client.getRef()));
    }

    @Test
    void acknowledgementsThatComeTogetherAreToldTogether() {
        sessions.acknowledge(session, ack(1));
        sessions.acknowledge(session, ack(2));
        assertThat(sessions.isDirty()).isTrue();
        sessions.flush();
        assertThat(client.expectMsgClass(AppendLink.Acked.class).acks()).containsExactly(ack(1), ack(2));
        assertThat(sessions.isDirty()).isFalse();
        sessions.acknowledge(session, ack(3));
        sessions.flush();
        assertThat(client.expectMsgClass(AppendLink.Acked.class).acks()).containsExactly(ack(3));
    }

    @Test
    void aFailureComesAfterWhatWasAcknowledged() {
        sessions.acknowledge(session, ack(1));
        sessions.concluding(session);
        sessions.tellFailure(session, ERROR);
        client.expectMsgClass(AppendLink.Acked.class);
        assertThat(client.expectMsgClass(AppendLink.Failed.class).error()).isEqualTo(ERROR);
        assertThat(sessions.isDirty()).isFalse();
    }

    @Test
    void aSessionThatHasLeftIsToldNothing() {
        sessions.acknowledge(session, ack(1));
        sessions.left(client.getRef());
        assertThat(sessions.isDirty()).isFalse();
        assertThat(sessions.isEmpty()).isTrue();
        assertThat(sessions.of(client.getRef())).isNull();
    }

    @Test
    void aMissingBatchIsNoticed() {
        assertThat(session.isNext(0)).isTrue();
        assertThat(session.isNext(1)).isTrue();
        assertThat(session.isNext(3)).isFalse();
    }

    private static AppendAck ack(long end) {
        return new AppendAck(new Position(end - 1, 0), new Position(end, 0), new Position(end, 0));
    }
}
