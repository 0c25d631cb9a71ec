package io.runnel.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the golden files say. */
final class GoldenValues {
    static final long CREATED_MICROS = 1_700_000_000_123_456L;
    private static final EntityKey ONE = new EntityKey(0x0102030405060708L, 0xF1F2F3F4F5F6F7F8L);
    private static final EntityKey TWO = new EntityKey(0x8182838485868788L, 1);
    private static final EntityKey THREE = new EntityKey(0x0102030405060708L, 0xF1F2F3F4F5F6F7F9L);

    private GoldenValues() {}

    static Id id(int first) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Id(buffer.getLong(), buffer.getLong());
    }

    static LogDescriptor descriptor(long end, long collectedThrough) {
        return descriptor(end, collectedThrough, 0);
    }

    static LogDescriptor descriptor(long end, long collectedThrough, int readLeaseMillis) {
        return descriptor(end, collectedThrough, readLeaseMillis, 0);
    }

    static LogDescriptor descriptor(long end, long collectedThrough, int readLeaseMillis, long keptMillis) {
        return new LogDescriptor(
                id(0), id(0x10), 1_700_000_000_000L, 16, end, collectedThrough, readLeaseMillis, keptMillis, id(0xA0));
    }

    static WalFooter footer(int kind, long slot, long run, int entries, int body, int index, int crc) {
        return new WalFooter(kind, id(0), id(0x10), slot, id(0xF0), CREATED_MICROS, run, entries, body, index, crc);
    }

    static List<LogEntry> entries() {
        return List.of(
                new LogEntry(
                        TWO,
                        "basin-0002",
                        0,
                        9,
                        5,
                        6,
                        0,
                        0,
                        Long.MAX_VALUE,
                        5,
                        1,
                        new byte[0],
                        "made".getBytes(US_ASCII)),
                new LogEntry(
                        ONE,
                        "stream-0001",
                        0,
                        1,
                        0,
                        3,
                        998,
                        1000,
                        Long.MAX_VALUE,
                        0,
                        30,
                        null,
                        "abc".getBytes(US_ASCII)),
                new LogEntry(
                        ONE,
                        "stream-0001",
                        1,
                        3,
                        Long.MIN_VALUE,
                        Long.MIN_VALUE + 2,
                        Long.MIN_VALUE + 4,
                        Long.MIN_VALUE + 5,
                        1_700_000_004_000L,
                        0,
                        -1,
                        "fenced".getBytes(US_ASCII),
                        new byte[] {-1, 0}),
                new LogEntry(THREE, "stream-0001", 0, 4, 7, 7, 0, 0, Long.MAX_VALUE, 2, 0, null, new byte[0]));
    }

    /** What has moved to a segment. */
    static List<LogEntry> moved() {
        return entries().subList(1, 3);
    }

    static Archive archive(List<Id> uncollected) {
        return new Archive(
                5,
                List.of(id(0x10), id(0x20)),
                List.of(new RunId(id(0x10), 4, 1, 70_000), new RunId(id(0x20), 1_000_000_000_001L, 0, 512)),
                uncollected,
                id(0xA0));
    }

    /** @param last where the last entry of the first entity lies */
    static List<IndexedEntry> indexed(long last) {
        Id first = id(0x10);
        Id second = id(0x20);
        byte[] state = "s1".getBytes(US_ASCII);
        long far = Long.MIN_VALUE;
        return List.of(
                indexed(ONE, "stream-0001", 4, 0, null, ref(second, last, 8, -1, 1, 1, far, far + 2, far + 5, 6000)),
                indexed(ONE, "stream-0001", 1, 0, null, ref(first, 7, 8, -1, 5, 0, 0, 3, 1000, Long.MAX_VALUE)),
                indexed(ONE, "stream-0001", 2, 1, state, ref(first, 7, 200, 2, 300, 0, 3, 4, 1001, 5000)),
                indexed(TWO, "basin-0002", 9, 5, new byte[0], ref(first, 8, 100, 0, 0, 0, 5, 6, 0, Long.MAX_VALUE)),
                indexed(THREE, "stream-0001", 4, 2, null, ref(first, 8, 300, -1, 0, 0, 7, 7, 0, Long.MAX_VALUE)),
                indexed(ONE, "stream-0001", 3, 1, null, ref(first, 8, 8, -1, 1, 0, 4, 6, 999, 4000)));
    }

    /** Their rows; the state of the first entity is from an earlier generation, as it was taken once. */
    static Map<String, Map<EntityKey, RowDelta>> rows(long last) {
        Map<String, Map<EntityKey, RowDelta>> rows = new TreeMap<>();
        for (IndexedEntry entry : indexed(last)) {
            rows.computeIfAbsent(entry.shard(), shard -> new TreeMap<>())
                    .merge(entry.key(), RowDelta.of(entry), RowDelta::join);
        }
        Objects.requireNonNull(rows.get("stream-0001"))
                .computeIfPresent(
                        ONE,
                        (key, row) -> new RowDelta(
                                row.generation(),
                                row.revision(),
                                row.nextSeq(),
                                row.floor(),
                                row.lastTimestamp(),
                                2,
                                "s1".getBytes(US_ASCII)));
        return rows;
    }

    static RunBuilder run(long last) {
        RunBuilder run = new RunBuilder(1000);
        indexed(last).stream()
                .filter(entry -> entry.ref().holdsPositions())
                .sorted(Comparator.comparing(IndexedEntry::key)
                        .thenComparing(entry -> entry.ref().generation)
                        .thenComparing(entry -> entry.ref().firstSeq, Long::compareUnsigned))
                .forEach(entry -> run.entry(entry.key(), entry.ref()));
        rows(last).forEach((shard, rows) -> run.rows(shard, rows.entrySet()));
        return run;
    }

    static IndexedEntry indexed(
            EntityKey key, String shard, long revision, long floor, byte @Nullable [] state, EntryRef ref) {
        return new IndexedEntry(key, shard, revision, floor, state, ref);
    }

    static EntryRef ref(
            Id log,
            long place,
            int offset,
            int state,
            int payload,
            int generation,
            long first,
            long next,
            long timestamp,
            long expires) {
        return new EntryRef(log, place, offset, state, payload, generation, first, next, timestamp, expires);
    }
}
