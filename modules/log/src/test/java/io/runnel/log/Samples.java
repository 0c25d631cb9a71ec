package io.runnel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Contents for objects of every format, by a seed. */
final class Samples {
    static final Id CLUSTER = new Id(0x0102030405060708L, 0x1112131415161718L);
    static final Id LOG = new Id(0x2122232425262728L, 0x3132333435363738L);
    private static final String[] SHARDS = {"stream-0001", "basin-0002", "account-0000"};

    private final Random random;

    Samples(long seed) {
        random = new Random(seed);
    }

    Id id() {
        return new Id(random.nextLong(), random.nextLong());
    }

    LogDescriptor descriptor() {
        return new LogDescriptor(
                id(),
                id(),
                random.nextLong(),
                1 + random.nextInt(1024),
                random.nextLong() >>> 1,
                random.nextLong() >>> 1,
                random.nextInt() >>> 1,
                random.nextLong() >>> 1,
                id());
    }

    ShardManifest manifest() {
        return new ShardManifest("stream-0001", random.nextLong(), id(), ids(), random.nextLong(), id());
    }

    Archive archive() {
        return new Archive(random.nextLong(), ids(), runs(), ids(), id());
    }

    List<Id> ids() {
        List<Id> ids = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            ids.add(id());
        }
        return List.copyOf(ids);
    }

    List<RunId> runs() {
        List<RunId> runs = new ArrayList<>();
        for (int left = random.nextInt(5); left > 0; left--) {
            runs.add(new RunId(id(), random.nextLong(), random.nextInt(), random.nextInt()));
        }
        return List.copyOf(runs);
    }

    /** Entries of few entities, each in its order. */
    List<LogEntry> entries(int most) {
        List<LogEntry> entries = new ArrayList<>();
        Map<Integer, LogEntry> last = new TreeMap<>();
        for (int left = 1 + random.nextInt(most); left > 0; left--) {
            int entity = random.nextInt(6);
            LogEntry next = after(last.get(entity), entity);
            last.put(entity, next);
            entries.add(next);
        }
        return entries;
    }

    private LogEntry after(LogEntry before, int entity) {
        Random itsOwn = new Random(entity);
        boolean sameGeneration = before != null && random.nextInt(8) > 0;
        long first = sameGeneration ? before.nextSeq() + random.nextInt(2) : random.nextLong();
        long firstTimestamp = sameGeneration ? before.lastTimestamp() + random.nextInt(3) : random.nextLong();
        int count = random.nextInt(4);
        return new LogEntry(
                new EntityKey(itsOwn.nextLong(), itsOwn.nextLong()),
                SHARDS[entity % SHARDS.length],
                before == null ? random.nextInt(3) : before.generation() + (sameGeneration ? 0 : 1),
                before == null ? 1 : before.revision() + 1,
                first,
                first + count,
                firstTimestamp,
                firstTimestamp + random.nextInt(3),
                random.nextInt(3) == 0 ? random.nextInt(1_000_000) : Long.MAX_VALUE,
                random.nextInt(100),
                random.nextInt(),
                random.nextInt(3) == 0 ? bytes(30) : null,
                bytes(100));
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The index of a WAL object with these entries. */
    static List<IndexedEntry> index(Id log, long slot, List<LogEntry> entries) {
        WalObject object = WalObject.encode(CLUSTER, log, slot, LOG, 0, 0, entries);
        return WalIndex.decode(log, slot, new FormatReader(object.index(), "wal"));
    }

    byte[] run(List<IndexedEntry> entries) {
        return RunContent.of(entries)
                .finish(CLUSTER, LOG, 7, Map.of(), random.nextBoolean(), 2, runs(), random.nextLong());
    }
}
