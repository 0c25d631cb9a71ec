package io.runnel.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A WAL object as it is written. Large payloads are not copied.
 *
 * @param parts which follow one another
 * @param size of all of it
 * @param refs where the entries are, in their order
 * @param index a copy of the part that {@link WalIndex} describes
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
record WalObject(List<ByteBuffer> parts, int size, EntryRef[] refs, byte[] index) {
    private static final int LARGE_PAYLOAD_BYTES = 64 << 10;

    private static final Comparator<Item> BY_KEY = Comparator.comparing(item -> item.entry.key());

    private record Item(LogEntry entry, EntryRef ref) {}

    static WalObject encode(
            Id cluster, Id log, long slot, Id writeId, long createdMicros, long latestRun, List<LogEntry> entries) {
        EntryRef[] refs = new EntryRef[entries.size()];
        int at = WalFooter.HEADER_SIZE;
        for (int i = 0; i < refs.length; i++) {
            LogEntry entry = entries.get(i);
            refs[i] = EntryRef.holding(entry, log, slot, at);
            at = Math.addExact(at, refs[i].length());
        }
        byte[] index = index(entries, refs);
        WalFooter footer = new WalFooter(
                WalFooter.DATA,
                cluster,
                log,
                slot,
                writeId,
                createdMicros,
                latestRun,
                refs.length,
                at - WalFooter.HEADER_SIZE,
                index.length,
                Crc.of(index, 0, index.length));
        int size = Math.addExact(at, index.length + WalFooter.SIZE);
        return new WalObject(parts(entries, index, footer, size), size, refs, index);
    }

    /** Everything but the large payloads lies in one array. */
    private static List<ByteBuffer> parts(List<LogEntry> entries, byte[] index, WalFooter footer, int size) {
        int largeBytes = 0;
        for (LogEntry entry : entries) {
            largeBytes += isLarge(entry) ? entry.payload().length : 0;
        }
        byte[] bytes = new byte[size - largeBytes];
        List<ByteBuffer> parts = new ArrayList<>();
        int begun = 0;
        int at = WalFooter.HEADER_SIZE;
        for (LogEntry entry : entries) {
            if (isLarge(entry)) {
                at = WalEntry.encodeHead(entry, bytes, at);
                parts.add(ByteBuffer.wrap(bytes, begun, at - begun));
                parts.add(ByteBuffer.wrap(entry.payload()));
                begun = at;
            } else {
                at = WalEntry.encode(entry, bytes, at);
            }
        }
        System.arraycopy(index, 0, bytes, at, index.length);
        footer.encode(bytes);
        parts.add(ByteBuffer.wrap(bytes, begun, bytes.length - begun));
        return parts;
    }

    private static boolean isLarge(LogEntry entry) {
        return entry.payload().length >= LARGE_PAYLOAD_BYTES;
    }

    /** All of it in one array. */
    byte[] bytes() {
        ByteBuffer whole = ByteBuffer.allocate(size);
        parts.forEach(part -> whole.put(part.duplicate()));
        return whole.array();
    }

    /** An object that takes a slot so that nothing else can. */
    static byte[] seal(Id cluster, Id log, long slot, Id writeId, long createdMicros) {
        WalFooter footer = new WalFooter(WalFooter.SEAL, cluster, log, slot, writeId, createdMicros, 0, 0, 0, 0, 0);
        byte[] bytes = new byte[WalFooter.HEADER_SIZE + WalFooter.SIZE];
        footer.encode(bytes);
        return bytes;
    }

    private static byte[] index(List<LogEntry> entries, EntryRef[] refs) {
        Item[] items = new Item[refs.length];
        for (int i = 0; i < refs.length; i++) {
            items[i] = new Item(entries.get(i), refs[i]);
        }
        Arrays.sort(items, BY_KEY); // stable: entries of one entity stay in their order
        LogEntry[] sortedEntries = new LogEntry[items.length];
        EntryRef[] sortedRefs = new EntryRef[items.length];
        for (int i = 0; i < items.length; i++) {
            sortedEntries[i] = items[i].entry;
            sortedRefs[i] = items[i].ref;
        }
        return WalIndex.encode(sortedEntries, sortedRefs);
    }
}
