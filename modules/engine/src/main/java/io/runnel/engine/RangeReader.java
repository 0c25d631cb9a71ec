package io.runnel.engine;

import io.runnel.engine.ReadLink.Range;
import io.runnel.model.Position;
import io.runnel.model.RecordStore;
import io.runnel.model.StoredBatch;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads what one stream has stored, up to a durable tail. */
final class RangeReader {
    private final RecordStore store;
    private final String persistenceId;

    RangeReader(RecordStore store, String persistenceId) {
        this.store = store;
        this.persistenceId = persistenceId;
    }

    /** What a reader may be given of a generation, at one moment. */
    record Extent(int generation, long trimPoint, Position tail) {}

    /**
     * The next range.
     *
     * @param from the first number wanted
     * @param wanted how many records are of use, unsigned
     */
    CompletionStage<Range> read(Extent extent, long from, long wanted, int maxBytes) {
        Position tail = extent.tail();
        long until = tail.seqNum();
        long begin = Unsigned.max(from, extent.trimPoint());
        if (Long.compareUnsigned(begin, until) >= 0) {
            return CompletableFuture.completedFuture(new Range(until, List.of(), until, tail));
        }
        long enough = Unsigned.min(until, Unsigned.plus(begin, wanted));
        return store.read(persistenceId, extent.generation(), begin, enough, maxBytes)
                .thenCompose(batches -> batches.isEmpty() && enough != until
                        // Expired: the first survivor lies further on.
                        ? store.read(persistenceId, extent.generation(), enough, until, maxBytes)
                        : CompletableFuture.completedFuture(batches))
                .thenApply(batches -> new Range(begin, batches, next(batches, until), tail));
    }

    /** The first surviving record that is not older; empty if there is none. */
    CompletionStage<OptionalLong> seek(Extent extent, long timestamp) {
        long until = extent.tail().seqNum();
        return Long.compareUnsigned(extent.trimPoint(), until) >= 0
                ? CompletableFuture.completedFuture(OptionalLong.empty())
                : store.seek(persistenceId, extent.generation(), timestamp, extent.trimPoint(), until);
    }

    private static long next(List<StoredBatch> batches, long until) {
        return batches.isEmpty()
                ? until
                : Unsigned.min(until, batches.get(batches.size() - 1).nextSeqNum());
    }
}
