package io.runnel.log;

import io.runnel.log.BlockCache.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Gets entries from memory, or else with as few requests as possible, all at a time, and verifies what it fetched. */
final class EntryReader {
    private final BlockCache blocks;
    private final int coalesceBytes;
    private final LogListener listener;

    EntryReader(BlockCache blocks, int coalesceBytes, LogListener listener) {
        this.blocks = blocks;
        this.coalesceBytes = coalesceBytes;
        this.listener = listener;
    }

    /** That refs[first..next) lie in a block. */
    private record Part(int first, int next, Block block, boolean fresh) {}

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
        List<Part> parts = parts(refs, entries);
        List<CompletableFuture<Void>> decoded = new ArrayList<>(parts.size());
        int requests = 0;
        long fetched = 0;
        for (Part part : parts) {
            if (part.fresh) {
                requests++;
                fetched += part.block.length();
                blocks.fetch(part.block);
            }
            decoded.add(part.block.bytes().thenAccept(bytes -> decode(key, shard, refs, part, bytes, entries)));
        }
        int madeRequests = requests;
        long fetchedBytes = fetched;
        return CompletableFuture.allOf(decoded.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    listener.read(refs.size(), payloadBytes(refs), madeRequests, fetchedBytes);
                    List<LogEntry> all = new ArrayList<>(entries.length());
                    for (int i = 0; i < entries.length(); i++) {
                        all.add(entries.get(i));
                    }
                    return all;
                });
    }

    /** All at once, so that nobody else is about to fetch the same. */
    private List<Part> parts(List<EntryRef> refs, AtomicReferenceArray<@Nullable LogEntry> entries) {
        List<Part> parts = new ArrayList<>();
        synchronized (blocks) {
            int next = 0;
            while (next < refs.size()) {
                if (entries.get(next) != null) {
                    next++;
                } else {
                    Part part = part(refs, entries, next);
                    parts.add(part);
                    next = part.next;
                }
            }
        }
        return parts;
    }

    private Part part(List<EntryRef> refs, AtomicReferenceArray<@Nullable LogEntry> entries, int first) {
        EntryRef begin = refs.get(first);
        Place place = Place.of(begin);
        Block known = blocks.find(place, begin.offset, begin.offset + begin.length());
        EntryRef last = begin;
        int next = first + 1;
        while (next < refs.size() && entries.get(next) == null && last.isNear(refs.get(next), coalesceBytes)) {
            EntryRef after = refs.get(next);
            Block there = blocks.find(place, after.offset, after.offset + after.length());
            if (!Objects.equals(there, known)) {
                break;
            }
            last = after;
            next++;
        }
        return known == null
                ? new Part(first, next, blocks.add(place, begin.offset, last.offset + last.length()), true)
                : new Part(first, next, known, false);
    }

    private void decode(
            EntityKey key,
            String shard,
            List<EntryRef> refs,
            Part part,
            byte[] bytes,
            AtomicReferenceArray<@Nullable LogEntry> entries) {
        String object = part.block.place.key();
        try {
            for (int i = part.first; i < part.next; i++) {
                EntryRef ref = refs.get(i);
                entries.set(i, WalEntry.decode(bytes, ref.offset - part.block.offset, ref, key, shard, object));
            }
        } catch (CorruptLogException damaged) {
            blocks.forget(part.block);
            throw damaged;
        }
    }

    private static long payloadBytes(List<EntryRef> refs) {
        long bytes = 0;
        for (EntryRef ref : refs) {
            bytes += ref.payloadLength;
        }
        return bytes;
    }
}
