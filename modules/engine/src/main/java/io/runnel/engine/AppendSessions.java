package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.StreamError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The append sessions of a stream. After a batch of a session was refused nothing later of it is applied (contract 8.4).
 * Acknowledgements are gathered until {@link #flush}.
 */
final class AppendSessions {
    /** One session, known by its actor. */
    static final class Session {
        final ActorRef client;
        final int generation;
        private long nextIndex;
        private boolean failed;
        private List<AppendAck> acks = new ArrayList<>();

        Session(ActorRef client, int generation) {
            this.client = client;
            this.generation = generation;
        }

        /** @return false if a batch before it is missing */
        boolean isNext(long index) {
            return index == nextIndex++;
        }

        /** Whether it is to be ignored from here on. */
        boolean hasFailed() {
            return failed;
        }

        /** Decided; the session is told when the decision can no longer be lost. */
        void fail() {
            failed = true;
        }
    }

    private final Map<ActorRef, Session> sessions = new HashMap<>();
    private final Set<Session> acknowledged = new LinkedHashSet<>();
    private final ActorRef stream;

    AppendSessions(ActorRef stream) {
        this.stream = stream;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    void joined(ActorRef client, int generation) {
        sessions.put(client, new Session(client, generation));
    }

    @Nullable
    Session of(ActorRef client) {
        return sessions.get(client);
    }

    void left(ActorRef client) {
        Session session = sessions.remove(client);
        if (session != null) {
            acknowledged.remove(session);
        }
    }

    void acknowledge(Session session, AppendAck ack) {
        session.acks.add(ack);
        acknowledged.add(session);
    }

    /** Whether there is something to {@link #flush}. */
    boolean isDirty() {
        return !acknowledged.isEmpty();
    }

    void flush() {
        if (!acknowledged.isEmpty()) {
            acknowledged.forEach(this::flush);
            acknowledged.clear();
        }
    }

    /** The session has been told of everything before its failure. */
    void concluding(Session session) {
        if (acknowledged.remove(session)) {
            flush(session);
        }
    }

    /** Tells the session of its failure, on any thread, after {@link #concluding}. */
    void tellFailure(Session session, StreamError error) {
        session.client.tell(new AppendLink.Failed(error), stream);
    }

    private void flush(Session session) {
        session.client.tell(new AppendLink.Acked(session.acks), stream);
        session.acks = new ArrayList<>();
    }
}
