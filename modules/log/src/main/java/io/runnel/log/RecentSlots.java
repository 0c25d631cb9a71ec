package io.runnel.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The youngest slots of this log: their entries stay in memory within a bound, and where they lie at least until an index
 * run says so. Belongs to the loop.
 */
final class RecentSlots {
    private static final int BYTES_AROUND_AN_ENTRY = 256; // its objects, about

    private final long maxBytes;
    private final Runnable moved;
    private final Deque<Recent> held = new ArrayDeque<>(); // with their entries
    private final Deque<Recent> located = new ArrayDeque<>(); // without, and older
    private long heldBytes;
    private long coveredThrough;

    /** @param histories of the entries' entities */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Recent(long slot, EntryRef[] refs, EntityHistory[] histories, long bytes) {}

    /** @param moved called when entries are from now on only found where index runs say */
    RecentSlots(long maxBytes, Runnable moved) {
        this.maxBytes = maxBytes;
        this.moved = moved;
    }

    void add(long slot, EntryRef[] refs, EntityHistory[] histories) {
        long bytes = 0;
        for (EntryRef ref : refs) {
            bytes += ref.length() + BYTES_AROUND_AN_ENTRY;
        }
        held.add(new Recent(slot, refs, histories, bytes));
        heldBytes += bytes;
        while (heldBytes > maxBytes) {
            Recent oldest = held.remove();
            for (EntryRef ref : oldest.refs) {
                ref.letGo();
            }
            heldBytes -= oldest.bytes;
            located.add(oldest);
        }
        forgetCovered();
    }

    /** Index runs, which readers know of, tell where all entries up to a slot are. */
    void covered(long throughSlot) {
        coveredThrough = throughSlot;
        forgetCovered();
    }

    private void forgetCovered() {
        while (!located.isEmpty() && located.element().slot <= coveredThrough) {
            Recent oldest = located.remove();
            for (int i = 0; i < oldest.refs.length; i++) {
                oldest.histories[i].forget(oldest.refs[i]);
            }
            moved.run();
        }
    }
}
