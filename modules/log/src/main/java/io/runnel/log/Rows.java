package io.runnel.log;

import org.jspecify.annotations.Nullable;

/** How an entry changes the row of its entity. */
final class Rows {
    private Rows() {}

    static EntityRow after(@Nullable EntityRow before, LogEntry entry) {
        return after(
                before,
                entry.generation(),
                entry.revision(),
                entry.nextSeq(),
                entry.firstSeq() != entry.nextSeq(),
                entry.lastTimestamp(),
                entry.floor(),
                entry.state());
    }

    static EntityRow after(@Nullable EntityRow before, IndexedEntry entry) {
        return after(
                before,
                entry.ref().generation,
                entry.revision(),
                entry.ref().nextSeq,
                entry.ref().holdsPositions(),
                entry.ref().lastTimestamp,
                entry.floor(),
                entry.state());
    }

    private static EntityRow after(
            @Nullable EntityRow before,
            int generation,
            long revision,
            long nextSeq,
            boolean holdsPositions,
            long lastTimestamp,
            long floor,
            byte @Nullable [] state) {
        long timestamp = before != null && before.generation() == generation ? before.lastTimestamp() : 0;
        byte @Nullable [] kept = before == null ? null : before.state();
        return new EntityRow(
                generation,
                revision,
                nextSeq,
                holdsPositions ? lastTimestamp : timestamp,
                floor,
                state == null ? kept : state);
    }
}
