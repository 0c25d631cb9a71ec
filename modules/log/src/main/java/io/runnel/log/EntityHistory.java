package io.runnel.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entity: its row, and where its entries lie, oldest first. Written by the loop, read by any thread.
 */
final class EntityHistory {
    private static final EntryRef[] NONE = new EntryRef[0];
    private static final int FIRST_CAPACITY = 4;

    private final String shard;
    private volatile @Nullable EntityRow row; // null until the first entry
    private EntryRef[] refs = NONE; // a ring
    private int head;
    private int size;

    EntityHistory(String shard) {
        this.shard = shard;
    }

    String shard() {
        return shard;
    }

    @Nullable
    EntityRow row() {
        return row;
    }

    void add(EntityRow newRow, EntryRef ref) {
        if (ref.holdsPositions()) {
            synchronized (this) {
                push(ref);
            }
        }
        row = newRow; // last: who knows the row finds the entry
    }

    /**
     * The entries of {@code generation} with positions in {@code [from, until)} whose last timestamp is not below
     * {@code timestamp}, passing over expired ones at the beginning, as long as their payloads stay within
     * {@code maxBytes}; the first is always there.
     */
    synchronized List<EntryRef> find(
            int generation, long from, long until, long timestamp, int maxBytes, long nowMillis) {
        List<EntryRef> found = new ArrayList<>();
        long bytes = 0;
        for (int i = firstAt(generation, from, timestamp); i < size; i++) {
            EntryRef ref = at(i);
            if (ref.generation != generation || Long.compareUnsigned(ref.firstSeq, until) >= 0) {
                break;
            }
            if (found.isEmpty() && ref.expiresAtMillis <= nowMillis) {
                continue;
            }
            bytes += ref.payloadLength;
            if (!found.isEmpty() && bytes > maxBytes) {
                break;
            }
            found.add(ref);
        }
        return found;
    }

    /** Both bounds only grow from entry to entry. */
    private int firstAt(int generation, long from, long timestamp) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            EntryRef ref = at(middle);
            boolean before = ref.generation < generation
                    || (ref.generation == generation
                            && (Long.compareUnsigned(ref.nextSeq, from) <= 0
                                    || Long.compareUnsigned(ref.lastTimestamp, timestamp) < 0));
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private EntryRef at(int index) {
        return refs[(head + index) & (refs.length - 1)];
    }

    private void push(EntryRef ref) {
        if (size == refs.length) {
            EntryRef[] larger = new EntryRef[Math.max(FIRST_CAPACITY, 2 * size)];
            for (int i = 0; i < size; i++) {
                larger[i] = at(i);
            }
            refs = larger;
            head = 0;
        }
        refs[(head + size) & (refs.length - 1)] = ref;
        size++;
    }
}
