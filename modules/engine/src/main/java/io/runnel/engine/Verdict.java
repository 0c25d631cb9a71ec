package io.runnel.engine;

import io.runnel.model.Outcome;
import io.runnel.model.StreamError;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a change comes to.
 *
 * @param event what happens because of it, if anything
 * @param outcome the answer, to be given once the event is durable
 */
record Verdict<T>(@Nullable BasinEvent event, Outcome<T> outcome) {
    static <T> Verdict<T> of(BasinEvent event, T answer) {
        return new Verdict<>(event, Outcome.done(answer));
    }

    /** Nothing happens, and that is fine. */
    static <T> Verdict<T> unchanged(T answer) {
        return new Verdict<>(null, Outcome.done(answer));
    }

    static <T> Verdict<T> refused(StreamError error) {
        return new Verdict<>(null, Outcome.refused(error));
    }
}
