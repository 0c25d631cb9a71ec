package io.runnel.engine;

import io.runnel.model.StreamError;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a stream has decided and not said yet, in order: what has been handed to the journal, and answers that were judged
 * against it and must not be given before it is durable.
 */
final class InFlight {
    /** One decision. */
    abstract static class Decision {
        private boolean awaitsJournal;

        /** It is durable, or all that it was judged against. */
        abstract void settled();

        /** It will never be known whether it became durable. */
        void lost(StreamError error) {}
    }

    private final Deque<Decision> decisions = new ArrayDeque<>();

    boolean isEmpty() {
        return decisions.isEmpty();
    }

    /** The decision has been handed to the journal. */
    void persisting(Decision decision) {
        decision.awaitsJournal = true;
        decisions.add(decision);
    }

    /** Settles the decision as soon as all before it are durable: at once, if they are. */
    void follow(Decision decision) {
        if (decisions.isEmpty()) {
            decision.settled();
        } else {
            decisions.add(decision);
        }
    }

    /** The journal says that the oldest of what it was handed is durable. */
    void durable() {
        decisions.remove().settled();
        for (Decision next = decisions.peek(); next != null && !next.awaitsJournal; next = decisions.peek()) {
            decisions.remove();
            next.settled();
        }
    }

    /** The journal has failed. */
    void lost(StreamError error) {
        for (Decision next = decisions.poll(); next != null; next = decisions.poll()) {
            next.lost(error);
        }
    }
}
