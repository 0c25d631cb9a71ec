package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * One persisted event of an entity, atomic.
 *
 * @param key of the entity
 * @param shard to which the entity belongs
 * @param generation positions are counted anew in every generation; never lower than the entity's last
 * @param revision counts the entity's events over all generations: of the last event in here
 * @param firstSeq first position held, unsigned
 * @param nextSeq one past the last position held; equal to {@code firstSeq} if it holds none
 * @param firstTimestamp of the first position, unsigned
 * @param lastTimestamp of the last position, unsigned; never below that of an earlier entry of the generation
 * @param expiresAtMillis from when on reads may pass over it, milliseconds since the epoch; {@link Long#MAX_VALUE}: never
 * @param floor positions of this generation below it are never read again
 * @param weight any number the owner wants back with the payload
 * @param state replaces the entity's state; null leaves it, and none if it is the first entry of its generation. No bytes:
 *     the entity has ended, and is forgotten some time later, unless positions of it are left
 * @param payload of the event; shared, must not change
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
public record LogEntry(
        EntityKey key,
        String shard,
        int generation,
        long revision,
        long firstSeq,
        long nextSeq,
        long firstTimestamp,
        long lastTimestamp,
        long expiresAtMillis,
        long floor,
        int weight,
        byte @Nullable [] state,
        byte[] payload) {}
