package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * What a stream actor persists, atomically: a batch, a changed state, or both. The journal stores it without
 * interpreting {@code state}.
 *
 * @param generation which stream of this name it belongs to; a re-created one has a higher number
 * @param batch the records, or null
 * @param state the whole state besides tail and trim point, in the engine's own versioned format; null if unchanged,
 *     no bytes if the stream has ended, and may be forgotten
 * @param trimPoint the first sequence number that may still be read, from now on
 * @param expiresAtMillis when the batch may vanish, milliseconds since the epoch; {@link Long#MAX_VALUE} for never
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never asked for
public record StreamEvent(
        int generation, @Nullable StoredBatch batch, byte @Nullable [] state, long trimPoint, long expiresAtMillis) {}
