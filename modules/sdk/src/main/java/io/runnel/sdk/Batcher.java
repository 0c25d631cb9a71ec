package io.runnel.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Collects records until they are a batch. Times are nanoseconds of any clock that only goes forward. Not thread-safe. */
final class Batcher {
    /** A record and whom it interests what becomes of it. */
    record Item(AppendRecord record, CompletableFuture<RecordAck> acknowledged) {}

    private final int maxRecords;
    private final int maxBytes;
    private final long lingerNanos;
    private List<Item> items = new ArrayList<>();
    private int bytes;
    private long firstAt;

    Batcher(ProducerOptions options) {
        maxRecords = options.maxRecords();
        maxBytes = options.maxBytes();
        lingerNanos = options.linger().toNanos();
    }

    /** Whether the record must wait for the next batch: what there is has to be taken first. */
    boolean isFullFor(AppendRecord record) {
        return !items.isEmpty() && (long) bytes + record.meteredBytes() > maxBytes;
    }

    void add(Item item, long now) {
        if (items.isEmpty()) {
            firstAt = now;
        }
        items.add(item);
        bytes += item.record().meteredBytes();
    }

    /** Whether nothing more fits, or the first record has waited for long enough. */
    boolean isDue(long now) {
        return !items.isEmpty() && (items.size() >= maxRecords || bytes >= maxBytes || now - dueAt() >= 0);
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** When what there is has to go, unless it is full before. */
    long dueAt() {
        return firstAt + lingerNanos;
    }

    /** What there is, and begins anew. */
    List<Item> take() {
        List<Item> taken = items;
        items = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
