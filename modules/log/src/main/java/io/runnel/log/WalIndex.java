package io.runnel.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The index of a WAL object: the names of the shards, then one record of fixed size per entry, by entity and in the order
 * of the log, then the states of those entries that have one. Enough to open every entity without reading the entries.
 */
final class WalIndex {
    static final int RECORD = 84;

    private WalIndex() {}

    /** The entries are sorted by entity, otherwise in the order of the log; {@code refs[i]} belongs to {@code entries[i]}. */
    static byte[] encode(LogEntry[] entries, EntryRef[] refs) {
        Map<String, Integer> shards = new LinkedHashMap<>();
        for (LogEntry entry : entries) {
            shards.putIfAbsent(entry.shard(), shards.size());
        }
        FormatWriter out = new FormatWriter(64 * shards.size() + RECORD * entries.length + 256).i32(shards.size());
        shards.keySet().forEach(out::text);
        out.i32(entries.length);
        for (int i = 0; i < entries.length; i++) {
            LogEntry entry = entries[i];
            Integer shard = shards.get(entry.shard());
            out.i64(entry.key().high())
                    .i64(entry.key().low())
                    .i32(shard == null ? -1 : shard)
                    .i32(entry.generation())
                    .i64(entry.revision())
                    .i64(entry.firstSeq())
                    .i64(entry.nextSeq())
                    .i64(entry.lastTimestamp())
                    .i64(entry.expiresAtMillis())
                    .i64(entry.floor())
                    .i32(refs[i].offset)
                    .i32(refs[i].stateLength)
                    .i32(refs[i].payloadLength);
        }
        for (LogEntry entry : entries) {
            byte[] state = entry.state();
            if (state != null) {
                out.raw(state);
            }
        }
        return out.bytes();
    }

    /**
     * @param bytes which hold the index at {@code [from, from + footer.indexLength())}
     * @throws CorruptLogException if they do not
     */
    static List<IndexedEntry> decode(WalFooter footer, byte[] bytes, int from, String object) {
        FormatReader in = new FormatReader(bytes, from, from + footer.indexLength(), object);
        if (Crc.of(bytes, from, footer.indexLength()) != footer.indexCrc()) {
            throw in.corrupt("has an index with a wrong checksum");
        }
        List<IndexedEntry> entries = decode(footer.log(), footer.slot(), footer.indexOffset(), in);
        if (entries.size() != footer.entries()) {
            throw in.corrupt("has an index of " + entries.size() + " instead of " + footer.entries() + " entries");
        }
        return entries;
    }

    /** An index that never left this process. */
    static List<IndexedEntry> decode(Id log, long slot, FormatReader in) {
        return decode(log, slot, Integer.MAX_VALUE, in);
    }

    private static List<IndexedEntry> decode(Id log, long slot, int end, FormatReader in) {
        String[] shards = new String[in.count(2)];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = in.text().intern(); // a few hundred in all, and named by every entity
        }
        int count = in.count(RECORD);
        ByteBuffer records = ByteBuffer.wrap(in.raw(count * RECORD));
        List<IndexedEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(record(log, slot, end, records, shards, in));
        }
        in.end();
        return entries;
    }

    private static IndexedEntry record(
            Id log, long slot, int end, ByteBuffer in, String[] shards, FormatReader states) {
        EntityKey key = new EntityKey(in.getLong(), in.getLong());
        int shard = in.getInt();
        int generation = in.getInt();
        long revision = in.getLong();
        long firstSeq = in.getLong();
        long nextSeq = in.getLong();
        long lastTimestamp = in.getLong();
        long expiresAtMillis = in.getLong();
        long floor = in.getLong();
        int offset = in.getInt();
        int stateLength = in.getInt();
        int payloadLength = in.getInt();
        if (shard < 0 || shard >= shards.length || !EntryRef.fits(offset, stateLength, payloadLength, end)) {
            throw states.corrupt("has an index that makes no sense");
        }
        byte @Nullable [] state = stateLength < 0 ? null : states.raw(stateLength);
        EntryRef ref = new EntryRef(
                log,
                slot,
                offset,
                stateLength,
                payloadLength,
                generation,
                firstSeq,
                nextSeq,
                lastTimestamp,
                expiresAtMillis);
        return new IndexedEntry(key, shards[shard], revision, floor, state, ref);
    }
}
