package io.runnel.storetools;

import io.runnel.storetools.WalObject.IndexRecord;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The index at the end of a slot's object. */
final class WalIndex {
    private static final int RECORD = 84;

    private WalIndex() {}

    /** What it says of each entry, by the entry's offset, in the order of the index. */
    static Map<Integer, IndexRecord> read(byte[] bytes, WalFooter footer) {
        int from = footer.bodyEnd();
        FormatReader.requireCrc(footer.indexCrc(), bytes, from, footer.indexLength(), "the index");
        FormatReader in = new FormatReader(bytes, from, from + footer.indexLength());
        String[] shards = new String[in.count(2)];
        for (int i = 0; i < shards.length; i++) {
            shards[i] = in.text();
        }
        int count = in.count(RECORD);
        SmallObjects.require(count == footer.entries(), "an index of " + footer.entries() + " entries", count);
        IndexRecord[] records = new IndexRecord[count];
        Set<String> used = new HashSet<>();
        for (int i = 0; i < count; i++) {
            records[i] = record(in, shards);
            used.add(records[i].shard());
        }
        SmallObjects.require(used.size() == shards.length, "only shards of its entries", Arrays.toString(shards));
        Map<Integer, IndexRecord> byOffset = new LinkedHashMap<>();
        IndexRecord before = null;
        for (IndexRecord record : records) {
            requireOrder(before, record);
            before = record;
            int length = record.entry().stateLength();
            byte[] state = length < 0 ? null : in.raw(length);
            IndexRecord twice =
                    byOffset.put(record.entry().offset(), new IndexRecord(record.shard(), record.entry(), state));
            SmallObjects.require(twice == null, "each entry once", record.entry());
        }
        in.end();
        return byOffset;
    }

    private static IndexRecord record(FormatReader in, String[] shards) {
        Id key = in.id();
        int shard = in.i32();
        SmallObjects.require(shard >= 0 && shard < shards.length, "a shard of the index", shard);
        int generation = in.i32();
        long revision = in.i64();
        long firstSeq = in.i64();
        long nextSeq = in.i64();
        long lastTimestamp = in.i64();
        long expiresAtMillis = in.i64();
        long floor = in.i64();
        StoredEntry entry = new StoredEntry(
                in.i32(),
                key,
                generation,
                revision,
                firstSeq,
                nextSeq,
                0,
                lastTimestamp,
                expiresAtMillis,
                floor,
                0,
                in.i32(),
                in.i32());
        SmallObjects.require(
                entry.offset() >= WalFooter.HEADER && entry.stateLength() >= -1 && entry.payloadLength() >= 0,
                "an offset and lengths",
                entry);
        return new IndexRecord(shards[shard], entry, null);
    }

    private static void requireOrder(@Nullable IndexRecord before, IndexRecord record) {
        if (before == null) {
            return;
        }
        int order = before.entry().key().compareTo(record.entry().key());
        SmallObjects.require(
                order < 0
                        || (order == 0
                                && before.entry().offset() < record.entry().offset()),
                "an index by entity",
                "one in which " + record.entry().key() + " is out of order");
    }

    static boolean agrees(IndexRecord told, StoredEntry entry, byte[] object) {
        StoredEntry index = told.entry();
        byte[] state = told.state();
        int stateAt = entry.offset() + StoredEntry.HEADER;
        return index.fingerprint() == entry.fingerprint()
                && index.revision() == entry.revision()
                && index.floor() == entry.floor()
                && (state == null || Arrays.equals(state, 0, state.length, object, stateAt, stateAt + state.length));
    }
}
