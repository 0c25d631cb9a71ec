package io.runnel.sdk;

/** What a reconfiguration says of one field: leave it, reset it to its default, or set it. */
public sealed interface Change<T> {
    /** The field stays as it is. */
    record Keep<T>() implements Change<T> {}

    /** The field takes its default. */
    record Reset<T>() implements Change<T> {}

    /** The field takes this value. */
    record Set<T>(T value) implements Change<T> {}

    /** The field stays as it is. */
    static <T> Change<T> keep() {
        return new Keep<>();
    }

    /** The field takes its default: a stream's that of its basin, all others that of the system. */
    static <T> Change<T> reset() {
        return new Reset<>();
    }

    /** The field takes this value. */
    static <T> Change<T> to(T value) {
        return new Set<>(value);
    }
}
