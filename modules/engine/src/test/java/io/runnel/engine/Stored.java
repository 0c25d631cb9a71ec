package io.runnel.engine;

import io.runnel.model.AppendBatch;
import io.runnel.model.StoredBatch;
import io.runnel.model.TimestampingMode;
import java.util.Objects;
import java.util.stream.LongStream;

/** Stored batches. */
final class Stored {
    private Stored() {}

    static StoredBatch of(long firstSeqNum, String... bodies) {
        return sequenced(firstSeqNum, Records.batch(bodies));
    }

    static StoredBatch at(long firstSeqNum, long... timestamps) {
        return sequenced(firstSeqNum, Records.at(timestamps));
    }

    /** Records whose timestamps are their numbers. */
    static StoredBatch numbered(long firstSeqNum, int count) {
        return at(
                firstSeqNum, LongStream.range(firstSeqNum, firstSeqNum + count).toArray());
    }

    static StoredBatch sequenced(long firstSeqNum, AppendBatch batch) {
        return Objects.requireNonNull(batch.sequence(firstSeqNum, 0, TimestampingMode.CLIENT_PREFER, true, 0)
                .valueOrNull());
    }
}
