package io.runnel.engine;

import org.jspecify.annotations.Nullable;

/**
 * By which request a resource was created, if that request can be repeated (contract 4.6): its idempotency token and the
 * configuration it asked for, compared as values.
 */
record Origin<R>(String token, R requested) {
    /** What is remembered of a creation: nothing unless it came with a token. */
    static <R> @Nullable Origin<R> of(@Nullable String token, R requested) {
        return token == null ? null : new Origin<>(token, requested);
    }

    /** Whether a request is the creation again. */
    static <R> boolean repeats(@Nullable Origin<R> creation, @Nullable Origin<R> request) {
        return request != null && request.equals(creation);
    }
}
