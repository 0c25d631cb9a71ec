package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * What is left of all durable entries of an entity.
 *
 * @param generation of the last entry
 * @param revision of the last entry
 * @param nextSeq of the last entry
 * @param lastTimestamp of the last entry that held positions in this generation, 0 if none did; of no meaning once the
 *     entity has ended
 * @param floor of the last entry
 * @param state the last one given in this generation, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
public record EntityRow(
        int generation, long revision, long nextSeq, long lastTimestamp, long floor, byte @Nullable [] state) {

    /** Whether nothing is left of the entity but this row. */
    boolean hasEnded() {
        return state != null && state.length == 0 && Long.compareUnsigned(floor, nextSeq) >= 0;
    }
}
