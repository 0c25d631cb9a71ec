package io.runnel.journal;

import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordStore;
import io.runnel.model.StorageListener;
import io.runnel.model.StorageMonitor;
import io.runnel.model.StoredBatch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;

/**
 * Reads batches back from the log that the journal writes. Claims the shard of what it reads, so it belongs to the node
 * where the stream's actor is.
 */
public final class LogRecordStore implements RecordStore, StorageMonitor {
    private final EntryLog log;
    private final int shards;
    private final Consumer<StorageListener> listeners;

    /** Called by whoever is configured to: the same log as that of the journal of this actor system. */
    public LogRecordStore(ActorSystem system) {
        this(LogExtension.get(system));
    }

    private LogRecordStore(LogExtension storage) {
        this(storage.log(), storage.shards(), storage::listen);
    }

    LogRecordStore(EntryLog log, int shards, Consumer<StorageListener> listeners) {
        this.log = log;
        this.shards = shards;
        this.listeners = listeners;
    }

    @Override
    public CompletionStage<List<StoredBatch>> read(
            String persistenceId, int generation, long fromSeqNum, long untilSeqNum, int maxBytes) {
        EntityAddress address = EntityAddress.of(persistenceId, shards);
        return log.claim(address.shard())
                .thenCompose(claimed -> log.read(address.key(), generation, fromSeqNum, untilSeqNum, maxBytes))
                .thenApply(
                        entries -> entries.stream().map(LogRecordStore::batch).toList());
    }

    @Override
    public CompletionStage<OptionalLong> seek(
            String persistenceId, int generation, long timestamp, long fromSeqNum, long untilSeqNum) {
        EntityAddress address = EntityAddress.of(persistenceId, shards);
        return log.claim(address.shard())
                .thenCompose(claimed -> log.seek(address.key(), generation, timestamp, fromSeqNum, untilSeqNum))
                .thenCompose(entry -> entry.isEmpty()
                        ? CompletableFuture.completedFuture(OptionalLong.empty())
                        : log.read(address.key(), generation, entry.getAsLong(), untilSeqNum, 1)
                                .thenApply(entries -> firstAt(entries, timestamp, fromSeqNum, untilSeqNum)));
    }

    @Override
    public CompletionStage<Boolean> confirm() {
        return log.confirm()
                .thenApply(confirmed -> true)
                .exceptionallyCompose(failure -> log.failure() == null
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(false));
    }

    @Override
    public CompletionStage<Void> expectAll() {
        return log.claimAll();
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(log.failure()).map(Throwable::toString);
    }

    @Override
    public void listen(StorageListener listener) {
        listeners.accept(listener);
    }

    private static OptionalLong firstAt(List<LogEntry> entries, long timestamp, long from, long until) {
        for (LogEntry entry : entries) {
            RecordCursor cursor = new RecordCursor(batch(entry).slice());
            while (cursor.next() && Long.compareUnsigned(cursor.seqNum(), until) < 0) {
                if (Long.compareUnsigned(cursor.seqNum(), from) >= 0
                        && Long.compareUnsigned(cursor.timestamp(), timestamp) >= 0) {
                    return OptionalLong.of(cursor.seqNum());
                }
            }
        }
        return OptionalLong.empty();
    }

    private static StoredBatch batch(LogEntry entry) {
        return new StoredBatch(
                entry.firstSeq(),
                (int) (entry.nextSeq() - entry.firstSeq()),
                entry.firstTimestamp(),
                entry.lastTimestamp(),
                entry.weight(),
                entry.payload());
    }
}
