package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * What some entries of an entity do to its row. Deltas of any sets of entries can be {@linkplain #join joined}, in any
 * order: the result is that of all of them together.
 *
 * @param generation of the last entry
 * @param revision of the last entry
 * @param nextSeq of the last entry
 * @param floor of the last entry
 * @param lastTimestamp of the last entry that held positions in this generation, 0 if none did
 * @param stateRevision of the last entry of this generation that gave a state, if one did
 * @param state the last one given in this generation, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
record RowDelta(
        int generation,
        long revision,
        long nextSeq,
        long floor,
        long lastTimestamp,
        long stateRevision,
        byte @Nullable [] state) {

    static RowDelta of(IndexedEntry entry) {
        EntryRef ref = entry.ref();
        return new RowDelta(
                ref.generation,
                entry.revision(),
                ref.nextSeq,
                entry.floor(),
                ref.holdsPositions() ? ref.lastTimestamp : 0,
                entry.state() == null ? 0 : entry.revision(),
                entry.state());
    }

    static RowDelta join(@Nullable RowDelta one, RowDelta other) {
        if (one == null) {
            return other;
        }
        return one.isNewerThan(other) ? one.after(other) : other.after(one);
    }

    private RowDelta after(RowDelta older) {
        RowDelta newer = this;
        if (older.generation != newer.generation) {
            return newer; // nothing of an entity outlives its generation
        }
        boolean stateOfOlder =
                older.state != null && (newer.state == null || older.stateRevision > newer.stateRevision);
        return new RowDelta(
                newer.generation,
                newer.revision,
                newer.nextSeq,
                newer.floor,
                laterOf(older.lastTimestamp, newer.lastTimestamp),
                stateOfOlder ? older.stateRevision : newer.stateRevision,
                stateOfOlder ? older.state : newer.state);
    }

    EntityRow row() {
        return new EntityRow(generation, revision, nextSeq, lastTimestamp, floor, state);
    }

    void encode(FormatWriter out) {
        out.varint(generation).varint(revision).varint(nextSeq).varint(floor).varint(lastTimestamp);
        if (state == null) {
            out.varint(0);
        } else {
            out.varint(state.length + 1L).varint(stateRevision).raw(state);
        }
    }

    static RowDelta decode(FormatReader in) {
        int generation = in.natural();
        long revision = in.varint();
        long nextSeq = in.varint();
        long floor = in.varint();
        long lastTimestamp = in.varint();
        int stateLength = in.natural() - 1;
        return stateLength < 0
                ? new RowDelta(generation, revision, nextSeq, floor, lastTimestamp, 0, null)
                : new RowDelta(generation, revision, nextSeq, floor, lastTimestamp, in.varint(), in.raw(stateLength));
    }

    /** The order in which an entity's entries are written; a floor alone may be raised without a new revision. */
    private boolean isNewerThan(RowDelta other) {
        if (generation != other.generation) {
            return generation > other.generation;
        }
        if (revision != other.revision) {
            return revision > other.revision;
        }
        return Long.compareUnsigned(floor, other.floor) > 0;
    }

    private static long laterOf(long one, long other) {
        return Long.compareUnsigned(one, other) > 0 ? one : other;
    }
}
