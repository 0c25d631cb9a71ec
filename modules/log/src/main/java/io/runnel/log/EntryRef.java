package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * Where an entry lies, and what must be known of it to decide whether it is wanted. Immutable, except that it lets go of
 * the entry itself when memory is needed for newer ones.
 */
final class EntryRef {
    final Id log;
    final long place; // the slot; negative: the number of a segment
    final int offset;
    final int stateLength; // -1 for none
    final int payloadLength;
    final int generation;
    final long firstSeq;
    final long nextSeq;
    final long lastTimestamp;
    final long expiresAtMillis;
    private volatile @Nullable LogEntry held;

    EntryRef(
            Id log,
            long place,
            int offset,
            int stateLength,
            int payloadLength,
            int generation,
            long firstSeq,
            long nextSeq,
            long lastTimestamp,
            long expiresAtMillis) {
        this.log = log;
        this.place = place;
        this.offset = offset;
        this.stateLength = stateLength;
        this.payloadLength = payloadLength;
        this.generation = generation;
        this.firstSeq = firstSeq;
        this.nextSeq = nextSeq;
        this.lastTimestamp = lastTimestamp;
        this.expiresAtMillis = expiresAtMillis;
    }

    static EntryRef holding(LogEntry entry, Id log, long slot, int offset) {
        EntryRef ref = new EntryRef(
                log,
                slot,
                offset,
                entry.state() == null ? -1 : entry.state().length,
                entry.payload().length,
                entry.generation(),
                entry.firstSeq(),
                entry.nextSeq(),
                entry.lastTimestamp(),
                entry.expiresAtMillis());
        ref.held = entry;
        return ref;
    }

    /** The entry, if this process wrote it not long ago. */
    @Nullable
    LogEntry held() {
        return held;
    }

    void letGo() {
        held = null;
    }

    boolean holdsPositions() {
        return firstSeq != nextSeq;
    }

    /** Whether an entry can be of these lengths and end where an object does at most. */
    static boolean fits(int offset, int stateLength, int payloadLength, int end) {
        return offset >= WalFooter.HEADER_SIZE
                && stateLength >= -1
                && payloadLength >= 0
                && offset + (long) WalEntry.HEADER + Math.max(0, stateLength) + payloadLength <= end;
    }

    /** Whether another entry follows in the same object, with a gap of at most so many bytes. */
    boolean isNear(EntryRef after, int gap) {
        return place == after.place && log.equals(after.log) && after.offset - (offset + length()) <= gap;
    }

    /** Its bytes in the object, with everything around the payload. */
    int length() {
        return WalEntry.HEADER + Math.max(0, stateLength) + payloadLength;
    }
}
