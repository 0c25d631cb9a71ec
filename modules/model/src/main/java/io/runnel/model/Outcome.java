package io.runnel.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a request: a value, or the reason it was refused. */
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(StreamError error) implements Outcome<T> {
        /** The same refusal of a request for something else. */
        @SuppressWarnings("unchecked")
        public <U> Outcome<U> as() {
            return (Outcome<U>) this;
        }
    }

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    /** Done, with nothing to show for it: its value is null. */
    @SuppressWarnings("NullAway") // the only value of Void is null
    static Outcome<Void> accepted() {
        return new Done<>(null);
    }

    static <T> Outcome<T> refused(StreamError error) {
        return new Refused<>(error);
    }

    /** The value, or null if refused. */
    default @Nullable T valueOrNull() {
        return this instanceof Done<T> done ? done.value() : null;
    }

    /** The error, or null if done. */
    default @Nullable StreamError errorOrNull() {
        return this instanceof Refused<T> refused ? refused.error() : null;
    }

    default <U> Outcome<U> map(Function<? super T, ? extends U> f) {
        return this instanceof Done<T> done ? new Done<>(f.apply(done.value())) : ((Refused<T>) this).as();
    }
}
