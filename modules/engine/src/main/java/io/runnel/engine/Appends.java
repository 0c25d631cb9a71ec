package io.runnel.engine;

import io.runnel.engine.AppendSessions.Session;
import io.runnel.engine.InFlight.Decision;
import io.runnel.engine.RangeReader.Extent;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.FencingToken;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamEvent;
import io.runnel.model.StreamRow;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writing half of a stream: decides about a batch on arrival against all that is assigned, hands it to the journal, and
 * says what became of it when that is durable. Part of {@link StreamActor}, and of its thread.
 */
final class Appends {
    private final Consumer<StreamEvent> journal;
    private final Consumer<StoredBatch> durableBatches;
    private final AppendSessions sessions;
    private final EmptinessHints hints;
    private final Answers answers;
    private final Clock clock;
    private final InFlight inFlight = new InFlight();

    private int generation;
    private Sequencer sequencer = Sequencer.fresh();
    private Extent durable = new Extent(0, 0, Position.ZERO);
    private long writtenMillis;
    private boolean writtenMillisKnown = true;

    /**
     * @param journal makes an event durable; whoever does so reports it to {@link #durable}
     * @param durableBatches is given what readers may see from now on
     */
    Appends(
            Consumer<StreamEvent> journal,
            Consumer<StoredBatch> durableBatches,
            AppendSessions sessions,
            EmptinessHints hints,
            Answers answers,
            Clock clock) {
        this.journal = journal;
        this.durableBatches = durableBatches;
        this.sessions = sessions;
        this.hints = hints;
        this.answers = answers;
        this.clock = clock;
    }

    void recover(StreamRow row, StreamState state) {
        generation = row.generation();
        sequencer = new Sequencer(row.nextSeqNum(), row.lastTimestamp(), row.trimPoint(), state.fencingToken());
        durable = new Extent(generation, row.trimPoint(), new Position(row.nextSeqNum(), row.lastTimestamp()));
        writtenMillis = state.writtenMillis();
        writtenMillisKnown = state.writtenSeqNum() == row.nextSeqNum();
    }

    /** The stream of this generation is the one that exists; if it is another than before, it is empty. */
    void serve(int current) {
        if (current != generation) {
            generation = current;
            sequencer = Sequencer.fresh();
            durable = new Extent(current, 0, Position.ZERO);
            writtenMillis = 0;
            writtenMillisKnown = true;
        }
    }

    int generation() {
        return generation;
    }

    /** What may be read. */
    Extent durable() {
        return durable;
    }

    /** The number the next record gets, whatever is durable. */
    long nextSeqNum() {
        return sequencer.nextSeqNum();
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }

    void unary(AppendInput input, StreamConfig config, Reply<AppendAck> reply) {
        append(input, config, new Write() {
            @Override
            void acknowledged(AppendAck ack) {
                reply.give(Outcome.done(ack));
            }

            @Override
            void refused(StreamError error) {
                reply.give(Outcome.refused(error));
            }
        });
    }

    void ofSession(AppendInput input, StreamConfig config, Session session) {
        append(input, config, new SessionWrite(session));
    }

    /** Nothing of the session is applied from here on; it is told why after everything that was accepted before. */
    void failSession(Session session, StreamError error) {
        if (session.hasFailed()) {
            return;
        }
        session.fail();
        Write refusal = new SessionWrite(session);
        refusal.error = error;
        inFlight.follow(refusal);
    }

    /**
     * Ends a generation: nothing of it can be read once that is durable.
     *
     * @param whenDurable called after all that was accepted before has been answered
     */
    void end(int ended, Runnable whenDurable) {
        serve(ended);
        sequencer = new Sequencer(sequencer.nextSeqNum(), 0, sequencer.nextSeqNum(), FencingToken.NONE);
        persist(null, StreamFormat.encode(StreamState.DELETED), Long.MAX_VALUE, new Decision() {
            @Override
            void settled() {
                whenDurable.run();
            }
        });
    }

    /** Says something after everything that is in flight. */
    void afterAll(Runnable action) {
        inFlight.follow(new Decision() {
            @Override
            void settled() {
                action.run();
            }
        });
    }

    /**
     * When the stream was last written to, as far as deletion on empty may know. Writes do not note their time while that
     * is switched off; if it is unknown, it is now.
     */
    long lastWriteMillis() {
        if (!writtenMillisKnown) {
            written(clock.millis());
            persist(null, state(), Long.MAX_VALUE, new Decision() {
                @Override
                void settled() {}
            });
        }
        return writtenMillis;
    }

    /** The journal says that this is durable; it does so in the order in which it was given events. */
    void durable(StreamEvent event) {
        StoredBatch batch = event.batch();
        durable = new Extent(event.generation(), event.trimPoint(), batch == null ? durable.tail() : batch.end());
        if (batch != null) {
            durableBatches.accept(batch);
        }
        inFlight.durable();
    }

    /** The journal has failed: what is in flight may be durable or not. */
    void lost(StreamError error) {
        inFlight.lost(error);
    }

    private void append(AppendInput input, StreamConfig config, Write write) {
        long now = clock.millis();
        FencingToken tokenBefore = sequencer.fencingToken();
        Outcome<StoredBatch> outcome = sequencer.append(input, config, now);
        if (outcome instanceof Outcome.Refused<StoredBatch> refused) {
            write.error = refused.error();
            write.decided();
            inFlight.follow(write);
            return;
        }
        StoredBatch batch = Objects.requireNonNull(outcome.valueOrNull());
        write.batch = batch;
        written(now);
        boolean note =
                EmptinessWatch.enabled(config) || !sequencer.fencingToken().equals(tokenBefore);
        persist(batch, note ? state() : null, expiry(config, now), write);
        hints.appended(config, sequencer.trimPoint() == sequencer.nextSeqNum(), now);
    }

    private void persist(
            @Nullable StoredBatch batch, byte @Nullable [] state, long expiresAtMillis, Decision decision) {
        inFlight.persisting(decision);
        journal.accept(new StreamEvent(generation, batch, state, sequencer.trimPoint(), expiresAtMillis));
    }

    private void written(long now) {
        writtenMillis = now;
        writtenMillisKnown = true;
    }

    private byte[] state() {
        return StreamFormat.encode(
                new StreamState(false, sequencer.fencingToken(), writtenMillis, sequencer.nextSeqNum()));
    }

    private static long expiry(StreamConfig config, long now) {
        return config.retention() instanceof RetentionPolicy.Age age
                ? Unsigned.millisAfter(now, age.seconds())
                : Long.MAX_VALUE;
    }

    /** A batch to append and what becomes of it. */
    private abstract class Write extends Decision {
        @Nullable
        StoredBatch batch;

        @Nullable
        StreamError error;

        abstract void acknowledged(AppendAck ack);

        /** May be called on any thread, after {@link #concluding}. */
        abstract void refused(StreamError refusal);

        /** Nothing of the kind comes after this. */
        void concluding() {}

        /** It is refused, though not yet told so. */
        void decided() {}

        @Override
        final void settled() {
            StoredBatch stored = batch;
            if (stored != null) {
                Position start = new Position(stored.firstSeqNum(), stored.firstTimestamp());
                acknowledged(new AppendAck(start, stored.end(), durable.tail()));
            } else if (error != null) {
                StreamError decided = error;
                concluding();
                answers.confirm(() -> refused(decided), this::refused);
            }
        }

        @Override
        final void lost(StreamError unknown) {
            decided();
            concluding();
            refused(unknown);
        }
    }

    private final class SessionWrite extends Write {
        private final Session session;

        SessionWrite(Session session) {
            this.session = session;
        }

        @Override
        void acknowledged(AppendAck ack) {
            sessions.acknowledge(session, ack);
        }

        @Override
        void concluding() {
            sessions.concluding(session);
        }

        @Override
        void refused(StreamError refusal) {
            sessions.tellFailure(session, refusal);
        }

        @Override
        void decided() {
            session.fail();
        }
    }
}
