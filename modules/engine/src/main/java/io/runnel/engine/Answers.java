package io.runnel.engine;

import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.RecordStore;
import io.runnel.model.StreamError;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Gives answers once it is certain that no other node had replaced this one when they were decided: otherwise they might
 * be out of date. Only what has just become durable needs no such care. Thread-safe.
 */
final class Answers {
    private static final StreamError REPLACED = StreamError.of(
            ErrorCode.UNAVAILABLE, "this node has been replaced by another, or has lost its store; ask another node");
    private static final StreamError UNCERTAIN = StreamError.of(
            ErrorCode.UNAVAILABLE, "the store does not tell whether this node has been replaced; try again");

    private final RecordStore records;

    Answers(RecordStore records) {
        this.records = records;
    }

    /** Does one of the two: mostly at once, otherwise on a thread of the store. */
    void confirm(Runnable give, Consumer<StreamError> refuse) {
        records.confirm().whenComplete((current, failure) -> {
            if (failure != null) {
                refuse.accept(UNCERTAIN);
            } else if (current) {
                give.run();
            } else {
                refuse.accept(REPLACED);
            }
        });
    }

    <T> void give(ActorRef<Outcome<T>> asker, Outcome<T> outcome) {
        confirm(() -> asker.tell(outcome), error -> asker.tell(Outcome.refused(error)));
    }

    <T> Reply<T> confirmed(Reply<T> reply) {
        return new Reply.Confirmed<>(reply, this);
    }

    /** @param replaced called, on any thread, if another node has replaced this one for good */
    void ifReplaced(Runnable replaced) {
        records.confirm().whenComplete((current, failure) -> {
            if (failure == null && !current) {
                replaced.run();
            }
        });
    }
}
