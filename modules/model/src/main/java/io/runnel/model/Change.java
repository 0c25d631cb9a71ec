package io.runnel.model;

import org.jspecify.annotations.Nullable;

/** What a PATCH says of one field (contract 4.4): leave it, clear it, or set it. */
public sealed interface Change<T> {
    record Keep<T>() implements Change<T> {}

    record Clear<T>() implements Change<T> {}

    record Set<T>(T value) implements Change<T> {}

    static <T> Change<T> keep() {
        return new Keep<>();
    }

    static <T> Change<T> clear() {
        return new Clear<>();
    }

    static <T> Change<T> set(T value) {
        return new Set<>(value);
    }

    /** What the field holds afterwards. */
    default @Nullable T applyTo(@Nullable T current, @Nullable T cleared) {
        if (this instanceof Set<T> set) {
            return set.value();
        }
        return this instanceof Clear<T> ? cleared : current;
    }
}
