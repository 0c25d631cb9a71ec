package io.runnel.log;

/**
 * A segment under construction: entries that have left their slots, as they were, sorted by entity. An object like those
 * of slots, without an index of its own.
 */
final class Segment {
    private final Id log;
    private final long number;
    private final FormatWriter body;
    private int entries;

    /** @param number among those that the log's node writes */
    Segment(Id log, long number, int expectedBytes) {
        this.log = log;
        this.number = number;
        this.body = new FormatWriter(expectedBytes + WalFooter.SIZE).raw(new byte[WalFooter.HEADER_SIZE]);
    }

    Place place() {
        return new Place(log, -number);
    }

    int size() {
        return body.size() + WalFooter.SIZE;
    }

    /** An entry whose bytes have been verified. */
    EntryRef add(EntryRef before, byte[] bytes, int at) {
        EntryRef moved = moved(before);
        body.raw(bytes, at, before.length());
        return moved;
    }

    /** An entry that is in memory. */
    EntryRef add(EntryRef before, LogEntry entry) {
        EntryRef moved = moved(before);
        byte[] bytes = new byte[before.length()];
        WalEntry.encode(entry, bytes, 0);
        body.raw(bytes);
        return moved;
    }

    private EntryRef moved(EntryRef before) {
        entries++;
        return new EntryRef(
                log,
                -number,
                body.size(),
                before.stateLength,
                before.payloadLength,
                before.generation,
                before.firstSeq,
                before.nextSeq,
                before.lastTimestamp,
                before.expiresAtMillis);
    }

    /** The object. */
    byte[] finish(Id cluster, Id writeId, long createdMicros) {
        int bodyLength = body.size() - WalFooter.HEADER_SIZE;
        byte[] object = body.raw(new byte[WalFooter.SIZE]).bytes();
        new WalFooter(WalFooter.MOVED, cluster, log, number, writeId, createdMicros, 0, entries, bodyLength, 0, 0)
                .encode(object);
        return object;
    }
}
