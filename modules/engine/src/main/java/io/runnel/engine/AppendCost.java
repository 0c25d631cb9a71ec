package io.runnel.engine;

import io.runnel.model.AppendBatch;

/** The room that a batch takes on a node until it is durable: its bytes, objects, and numbers for each record. */
final class AppendCost {
    private static final int BATCH_OVERHEAD = 512;
    private static final int RECORD_OVERHEAD = 32;

    private AppendCost() {}

    static long of(AppendBatch batch) {
        return BATCH_OVERHEAD + (long) RECORD_OVERHEAD * batch.count() + batch.meteredBytes();
    }
}
