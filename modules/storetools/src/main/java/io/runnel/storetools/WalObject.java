package io.runnel.storetools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All of a slot's object or a segment, taken apart and held against itself: every byte of it has been looked at.
 *
 * @param footer null if that is damaged
 * @param entries that are whole, in the order of the object
 * @param index what the index says of the entries, by their offset; empty if it is damaged, or if there is none
 */
record WalObject(
        @Nullable WalFooter footer,
        List<StoredEntry> entries,
        Map<Integer, IndexRecord> index,
        List<Problem> problems) {

    /** What the index says beyond what the entry does. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record IndexRecord(String shard, StoredEntry entry, byte @Nullable [] state) {}

    static WalObject read(byte[] bytes) {
        List<Problem> problems = new ArrayList<>();
        WalFooter footer;
        try {
            footer = WalFooter.read(bytes, bytes.length);
        } catch (DamagedException e) {
            int end = Math.max(0, bytes.length - WalFooter.SIZE);
            problems.add(new Problem(end, Long.MAX_VALUE, e.expected(), e.found()));
            return new WalObject(null, wholeEntries(bytes, end), Map.of(), problems);
        }
        try {
            footer.requireHeader(bytes);
        } catch (DamagedException e) {
            problems.add(new Problem(0, WalFooter.HEADER, e.expected(), e.found()));
        }
        Map<Integer, IndexRecord> index = Map.of();
        boolean indexed = footer.kind() == WalFooter.ENTRIES;
        if (indexed) {
            try {
                index = WalIndex.read(bytes, footer);
            } catch (DamagedException e) {
                problems.add(new Problem(footer.bodyEnd(), bytes.length, e.expected(), e.found()));
                indexed = false;
            }
        }
        List<StoredEntry> entries = entries(bytes, footer, new TreeMap<>(index), problems::add);
        if (indexed) {
            compare(entries, index, bytes, problems);
        }
        if (footer.kind() == WalFooter.SEGMENT) {
            requireSorted(entries, problems);
        }
        return new WalObject(footer, entries, index, problems);
    }

    /** Those that can be found at the beginning of an object that does not say what it is. */
    private static List<StoredEntry> wholeEntries(byte[] bytes, int end) {
        List<StoredEntry> entries = new ArrayList<>();
        int at = WalFooter.HEADER;
        for (int length = length(bytes, at, end); length > 0; length = length(bytes, at, end)) {
            if (isWhole(bytes, at, length)) {
                entries.add(StoredEntry.read(bytes, at));
            }
            at += length;
        }
        return entries;
    }

    private static boolean isWhole(byte[] bytes, int at, int length) {
        return FormatReader.crc(bytes, at + 4, length - 4) == new FormatReader(bytes, at, at + 4).i32();
    }

    /** Entry by entry, as each says how long it is; after one that does not, where the index says that there is another. */
    private static List<StoredEntry> entries(
            byte[] bytes, WalFooter footer, TreeMap<Integer, IndexRecord> index, Consumer<Problem> problems) {
        List<StoredEntry> entries = new ArrayList<>();
        int at = WalFooter.HEADER;
        int seen = 0;
        while (at < footer.bodyEnd()) {
            int length = length(bytes, at, footer.bodyEnd());
            if (length > 0 && isWhole(bytes, at, length)) {
                entries.add(StoredEntry.read(bytes, at));
                seen++;
                at += length;
                continue;
            }
            Integer next = index.higherKey(at);
            // Without an index the length, if it makes sense, is all there is to go by.
            int end = next != null ? next : index.isEmpty() && length > 0 ? at + length : footer.bodyEnd();
            problems.accept(new Problem(
                    at,
                    end,
                    "an entry at byte " + at + " with its checksum",
                    length > 0 ? "another checksum" : "a length that cannot be"));
            seen = Integer.MIN_VALUE; // how many there were is not known
            at = end;
        }
        if (seen >= 0 && seen != footer.entries()) {
            problems.accept(new Problem(
                    WalFooter.HEADER, footer.bodyEnd(), footer.entries() + " entries, as the footer says", "" + seen));
        }
        return entries;
    }

    /** Of the entry at {@code at}; 0 if that makes no sense. */
    private static int length(byte[] bytes, int at, int end) {
        if (end - at < StoredEntry.HEADER) {
            return 0;
        }
        int length = new FormatReader(bytes, at + 4, at + 8).i32();
        int state = new FormatReader(bytes, at + 28, at + 32).i32();
        int payload = new FormatReader(bytes, at + 92, at + 96).i32();
        boolean fits = state >= -1
                && payload >= 0
                && (long) StoredEntry.HEADER + Math.max(0, state) + payload == length
                && length <= end - at;
        return fits ? length : 0;
    }

    /** The index must say of every entry what it says itself, and of no other. */
    private static void compare(
            List<StoredEntry> entries, Map<Integer, IndexRecord> index, byte[] bytes, List<Problem> problems) {
        int matched = 0;
        for (StoredEntry entry : entries) {
            IndexRecord told = index.get(entry.offset());
            if (told == null) {
                problems.add(new Problem(
                        entry.offset(),
                        entry.offset() + entry.length(),
                        "the entry at byte " + entry.offset() + " in the index",
                        "an index without it"));
                continue;
            }
            matched++;
            if (!WalIndex.agrees(told, entry, bytes)) {
                problems.add(new Problem(
                        entry.offset(),
                        entry.offset() + entry.length(),
                        "the entry at byte " + entry.offset() + " as the index says: " + told.entry,
                        entry.toString()));
            }
        }
        if (problems.isEmpty() && matched != index.size()) {
            problems.add(new Problem(
                    0, Long.MAX_VALUE, index.size() + " entries, as the index says", Integer.toString(matched)));
        }
    }

    private static void requireSorted(List<StoredEntry> entries, List<Problem> problems) {
        for (int i = 1; i < entries.size(); i++) {
            StoredEntry before = entries.get(i - 1);
            StoredEntry entry = entries.get(i);
            int order = before.key().compareTo(entry.key());
            order = order != 0 ? order : Integer.compare(before.generation(), entry.generation());
            order = order != 0 ? order : Long.compareUnsigned(before.firstSeq(), entry.firstSeq());
            if (order >= 0) {
                problems.add(new Problem(
                        entry.offset(),
                        entry.offset() + entry.length(),
                        "entries by entity, generation and position",
                        "the entry at byte " + entry.offset() + " out of order"));
            }
        }
    }
}
