package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * A batch to append and what must hold for it (contract 6.6).
 *
 * @param matchSeqNum unsigned; the number its first record must get, or null for any
 * @param fencingToken what the stream's must equal, or null for any
 */
public record AppendInput(
        AppendBatch batch,
        @Nullable Long matchSeqNum,
        @Nullable FencingToken fencingToken) {}
