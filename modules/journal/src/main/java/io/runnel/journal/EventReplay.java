package io.runnel.journal;

import io.runnel.log.EntityRow;
import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.persistence.PersistentRepr;

/** Reads the events of an actor back. Thread-safe. */
final class EventReplay {
    private static final int BYTES_AT_A_TIME = 1 << 20;

    private final EntryLog log;
    private final ObjectCodec objects;
    private final Executor executor;

    /** @param executor deserializes, which the log's threads are not for */
    EventReplay(EntryLog log, ObjectCodec objects, Executor executor) {
        this.log = log;
        this.objects = objects;
        this.executor = executor;
    }

    /**
     * Gives the consumer the events of {@code [from, to]} that have not been deleted, at most {@code max}, in order.
     * There are none for a stream: its row, handed out as a snapshot, is all that is left of them.
     */
    CompletionStage<Void> replay(
            EntityAddress address, long from, long to, long max, Consumer<PersistentRepr> consumer) {
        EntityRow row = log.row(address.key());
        if (address.stream() || row == null) {
            return CompletableFuture.completedFuture(null);
        }
        long first = Math.max(from, row.floor());
        long until = Math.min(to, row.revision()) + 1;
        return new Run(address, row.generation(), consumer, until, max).from(first);
    }

    private final class Run {
        private final EntityAddress address;
        private final int generation;
        private final Consumer<PersistentRepr> consumer;
        private final long until;
        private long remaining;

        Run(EntityAddress address, int generation, Consumer<PersistentRepr> consumer, long until, long max) {
            this.address = address;
            this.generation = generation;
            this.consumer = consumer;
            this.until = until;
            this.remaining = max;
        }

        CompletionStage<Void> from(long next) {
            if (next >= until || remaining <= 0) {
                return CompletableFuture.completedFuture(null);
            }
            return log.read(address.key(), generation, next, until, BYTES_AT_A_TIME)
                    .thenComposeAsync(entries -> from(deliver(next, entries)), executor);
        }

        /** @return where to read on */
        private long deliver(long from, List<LogEntry> entries) {
            long next = entries.isEmpty() ? until : from;
            for (LogEntry entry : entries) {
                for (StoredEvent event : EventsFormat.decode(address.persistenceId(), entry.payload())) {
                    if (event.sequenceNr() >= from && event.sequenceNr() < until && remaining > 0) {
                        remaining--;
                        consumer.accept(event.repr(address.persistenceId(), objects));
                    }
                }
                next = entry.nextSeq();
            }
            return next;
        }
    }
}
