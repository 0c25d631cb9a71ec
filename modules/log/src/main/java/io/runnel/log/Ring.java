package io.runnel.log;

import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the entries of the youngest slots in memory, within a bound. Belongs to the loop. */
final class Ring {
    private static final int BYTES_AROUND_AN_ENTRY = 256; // its objects, about

    private final long maxBytes;
    private final Deque<EntryRef[]> slots = new ArrayDeque<>();
    private final Deque<Long> sizes = new ArrayDeque<>();
    private long bytes;

    Ring(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(EntryRef[] refs) {
        long size = 0;
        for (EntryRef ref : refs) {
            size += ref.length() + BYTES_AROUND_AN_ENTRY;
        }
        slots.add(refs);
        sizes.add(size);
        bytes += size;
        while (bytes > maxBytes) {
            for (EntryRef ref : slots.remove()) {
                ref.letGo();
            }
            bytes -= sizes.remove();
        }
    }
}
