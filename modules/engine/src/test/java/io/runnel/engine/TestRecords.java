package io.runnel.engine;

import io.runnel.model.RecordCursor;
import io.runnel.model.RecordStore;
import io.runnel.model.StoredBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;

/** The record store over {@link TestStorage}. */
public final class TestRecords implements RecordStore {
    private final TestStorage storage;

    /** Called by the engine. */
    public TestRecords(ActorSystem system) {
        storage = TestStorage.of(system);
    }

    @Override
    public CompletionStage<List<StoredBatch>> read(
            String persistenceId, int generation, long fromSeqNum, long untilSeqNum, int maxBytes) {
        List<StoredBatch> found = new ArrayList<>();
        int bytes = 0;
        for (StoredBatch batch : storage.batches(persistenceId, generation, fromSeqNum, untilSeqNum)) {
            bytes += batch.records().length;
            if (bytes > maxBytes && !found.isEmpty()) {
                break;
            }
            found.add(batch);
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletionStage<Boolean> confirm() {
        return storage.confirmation();
    }

    @Override
    public CompletionStage<Void> expectAll() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<OptionalLong> seek(
            String persistenceId, int generation, long timestamp, long fromSeqNum, long untilSeqNum) {
        for (StoredBatch batch : storage.batches(persistenceId, generation, fromSeqNum, untilSeqNum)) {
            RecordCursor cursor = new RecordCursor(batch.slice());
            while (cursor.next()) {
                if (Long.compareUnsigned(cursor.timestamp(), timestamp) >= 0
                        && Long.compareUnsigned(cursor.seqNum(), fromSeqNum) >= 0
                        && Long.compareUnsigned(cursor.seqNum(), untilSeqNum) < 0) {
                    return CompletableFuture.completedFuture(OptionalLong.of(cursor.seqNum()));
                }
            }
        }
        return CompletableFuture.completedFuture(OptionalLong.empty());
    }
}
