package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Gets entries from memory, or else with as few requests as possible, all at a time, and verifies what it fetched. */
final class EntryReader {
    private final ObjectStore store;
    private final int coalesceBytes;
    private final LogListener listener;

    EntryReader(ObjectStore store, int coalesceBytes, LogListener listener) {
        this.store = store;
        this.coalesceBytes = coalesceBytes;
        this.listener = listener;
    }

    /** A part of an object: that of refs[first..next). */
    private record Span(int first, int next, int offset, int length) {}

    CompletionStage<List<LogEntry>> read(EntityKey key, String shard, List<EntryRef> refs) {
        LogEntry[] entries = new LogEntry[refs.size()];
        boolean complete = true;
        for (int i = 0; i < entries.length; i++) {
            entries[i] = refs.get(i).held();
            complete &= entries[i] != null;
        }
        if (complete) {
            listener.read(entries.length, payloadBytes(refs), 0, 0);
            return CompletableFuture.completedFuture(List.of(entries));
        }
        return fetch(key, shard, refs, new AtomicReferenceArray<>(entries));
    }

    private CompletionStage<List<LogEntry>> fetch(
            EntityKey key, String shard, List<EntryRef> refs, AtomicReferenceArray<@Nullable LogEntry> entries) {
        List<Span> spans = spans(refs, entries);
        List<CompletableFuture<Void>> parts = new ArrayList<>(spans.size());
        long fetched = 0;
        for (Span span : spans) {
            fetched += span.length;
            parts.add(fetch(key, shard, refs, span, entries).toCompletableFuture());
        }
        long fetchedBytes = fetched;
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
            listener.read(refs.size(), payloadBytes(refs), spans.size(), fetchedBytes);
            List<LogEntry> all = new ArrayList<>(entries.length());
            for (int i = 0; i < entries.length(); i++) {
                all.add(entries.get(i));
            }
            return all;
        });
    }

    private List<Span> spans(List<EntryRef> refs, AtomicReferenceArray<@Nullable LogEntry> entries) {
        List<Span> spans = new ArrayList<>();
        int first = -1;
        for (int i = 0; i <= refs.size(); i++) {
            boolean missing = i < refs.size() && entries.get(i) == null;
            if (first >= 0 && !(missing && refs.get(i - 1).isNear(refs.get(i), coalesceBytes))) {
                EntryRef last = refs.get(i - 1);
                int offset = refs.get(first).offset;
                spans.add(new Span(first, i, offset, last.offset + last.length() - offset));
                first = -1;
            }
            if (missing && first < 0) {
                first = i;
            }
        }
        return spans;
    }

    private CompletionStage<Void> fetch(
            EntityKey key,
            String shard,
            List<EntryRef> refs,
            Span span,
            AtomicReferenceArray<@Nullable LogEntry> entries) {
        EntryRef first = refs.get(span.first);
        String object = Place.of(first).key();
        return store.get(object, span.offset, span.length).thenAccept(found -> {
            byte[] bytes =
                    found.orElseThrow(() -> CorruptLogException.missing(object)).bytes();
            for (int i = span.first; i < span.next; i++) {
                EntryRef ref = refs.get(i);
                entries.set(i, WalEntry.decode(bytes, ref.offset - span.offset, ref, key, shard, object));
            }
        });
    }

    private static long payloadBytes(List<EntryRef> refs) {
        long bytes = 0;
        for (EntryRef ref : refs) {
            bytes += ref.payloadLength;
        }
        return bytes;
    }
}
