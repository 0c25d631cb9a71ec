package io.runnel.server;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether this server serves, or is about to leave (contract 1.13, 15.19). Whatever runs for long registers here:
 * advised, a session tells its client at the next occasion to move on; ended, it answers what it has accepted and says
 * {@code server_draining}. Thread-safe.
 */
final class Draining {
    /** What clients retry at once, on another connection: nothing of the request was done. */
    static final StreamError ERROR = StreamError.of(ErrorCode.SERVER_DRAINING, "The server is shutting down");

    enum Phase {
        SERVING,
        /** Clients are told to move on, and served until they do. */
        ADVISING,
        /** What is still open ends, and nothing new begins. */
        ENDING
    }

    /** Something that runs for long. */
    interface Session {
        /** May be called from any thread, and more than once with the same phase; must not block. */
        void drain(Phase phase);
    }

    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private volatile Phase phase = Phase.SERVING;

    /** Has every session set the flag "reconnect" from its next frame on. */
    void advise() {
        enter(Phase.ADVISING);
    }

    /** Ends every session, and has new requests refused. */
    void end() {
        enter(Phase.ENDING);
    }

    /** The number of sessions, and of unary reads that wait, which have not ended yet. */
    int openSessions() {
        return sessions.size();
    }

    boolean advising() {
        return phase != Phase.SERVING;
    }

    boolean ending() {
        return phase == Phase.ENDING;
    }

    void opened(Session session) {
        sessions.add(session);
        Phase now = phase;
        if (now != Phase.SERVING) {
            session.drain(now);
        }
    }

    void closed(Session session) {
        sessions.remove(session);
    }

    private synchronized void enter(Phase next) {
        if (next.compareTo(phase) > 0) {
            phase = next;
            sessions.forEach(session -> session.drain(next));
        }
    }
}
