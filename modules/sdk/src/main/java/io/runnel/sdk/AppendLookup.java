package io.runnel.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session that appends exactly once knows of the places of its batches, and how it finds out which of those whose fate is
 * open have landed (docs/adr/0016): it asks for the tail, and reads what lies at their places. Does nothing for other sessions.
 * Not thread-safe.
 */
final class AppendLookup {
    /** What comes of looking. */
    interface Session {
        /** What the look is due to; null if something has been acknowledged since. */
        @Nullable
        RunnelException lastFailure();

        void landed(PendingAppend batch, AppendAck ack);

        /** No fate is open any more, but that of batches which are refused if they still land. */
        void settled();

        /** The answer is not to be had yet. */
        void lookAgain(RunnelException why);

        void end(RunnelException failure);
    }

    private final AppendMachine.Driver driver;
    private final AppendQueue queue;
    private final Session session;
    private final boolean exactlyOnce;

    /** Whether the number is known that the next new batch is to get. */
    private boolean nextKnown;

    private long next;
    private boolean due;
    private Position tail = new Position(0, 0);

    AppendLookup(AppendMachine.Driver driver, AppendQueue queue, Session session, AppendSessionOptions options) {
        this.driver = driver;
        this.queue = queue;
        this.session = session;
        this.exactlyOnce = options.exactlyOnce();
        Long first = options.firstSeqNum();
        if (first != null) {
            next = first;
            nextKnown = true;
        }
        due = exactlyOnce && !nextKnown;
    }

    /** Gives a new batch its number, if there is one to give yet. */
    void number(PendingAppend batch) {
        if (exactlyOnce && nextKnown) {
            batch.input = batch.input.matchingSeqNum(next);
            next += batch.input.size();
        }
    }

    /** Whether nothing may be sent before {@link #begin}. */
    boolean isDue() {
        return due;
    }

    /** A connection has failed; true if that makes a look due. */
    boolean isDueAfterFailure() {
        boolean open = exactlyOnce && queue.firstOpen() != null;
        due |= open;
        return open;
    }

    void begin() {
        driver.lookAtTail();
    }

    /** The answer to {@link AppendMachine.Driver#lookAtTail}. */
    void tailIs(Position said) {
        tail = said;
        if (!nextKnown) {
            nextKnown = true;
            next = said.seqNum();
            queue.forEachUnsent(this::number);
        }
        goOn();
    }

    private void goOn() {
        PendingAppend first = queue.firstOpen();
        if (first == null) {
            settle();
            return;
        }
        Long match = first.input.matchSeqNum();
        long at = match == null ? 0 : match;
        int order = Long.compareUnsigned(tail.seqNum(), at);
        if (order > 0) {
            driver.lookFor(first);
        } else if (session.lastFailure() instanceof SeqNumMismatchException mismatch
                && Long.compareUnsigned(mismatch.actualSeqNum(), at) > 0) {
            // Something lies there, only not durable yet: the tail is to be asked for once more.
            session.lookAgain(mismatch);
        } else if (order < 0) {
            // The stream is shorter than what it had acknowledged: nothing of ours can lie behind its end.
            endWithoutAny();
        } else {
            // It has not landed. If it still does, the same batch sent again is refused, and looked for again.
            settle();
        }
    }

    private void settle() {
        due = false;
        session.settled();
    }

    private void endWithoutAny() {
        queue.noneHasLanded();
        session.end(new SeqNumMismatchException(tail.seqNum()));
    }

    /** The answer to {@link AppendMachine.Driver#lookFor}: what lies from the batch's number on. */
    void found(List<SequencedRecord> records) {
        PendingAppend first = queue.firstUnsent();
        if (first == null) {
            return;
        }
        Long match = first.input.matchSeqNum();
        if (match == null || records.isEmpty() || records.get(0).seqNum() != match) {
            // Trimmed meanwhile, perhaps by the batch itself.
            session.end(new ProtocolException("what was appended cannot be read back: it has been removed"));
        } else if (first.input.isWhatWasRead(records)) {
            queue.removeFirstUnsent();
            SequencedRecord last = records.get(records.size() - 1);
            Position start = new Position(match, records.get(0).timestamp());
            session.landed(first, new AppendAck(start, new Position(match + records.size(), last.timestamp()), tail));
            goOn();
        } else {
            // Somebody else's. A later batch of ours cannot lie behind it: the server stops at the first that fails.
            endWithoutAny();
        }
    }
}
