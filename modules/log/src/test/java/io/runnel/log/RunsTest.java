package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Finding in an index run of many blocks. */
class RunsTest {
    private static final int ENTITIES = 3;
    private static final int GENERATIONS = 2;
    private static final int ENTRIES = 2000; // of each

    @Property(tries = 10)
    void findsAmongManyBlocksAllThatIsAskedForAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        List<IndexedEntry> entries = entries(random);
        byte[] run = RunContent.of(entries).finish(Samples.CLUSTER, Samples.LOG, 7, Map.of(), true, 0, List.of(), 9);
        MemoryObjectStore store = new MemoryObjectStore();
        Await.await(store.put(ObjectKeys.run(Samples.LOG, 7), run, new Condition.Always()));
        Runs runs = new Runs(store, Samples.CLUSTER, new IndexCache(random.nextInt(1 << 18)));
        assertThat(Await.await(runs.load(Samples.LOG, 7)).directory().blocks()).hasSizeGreaterThan(5);
        for (int i = 0; i < 100; i++) {
            RefQuery query = query(random);
            FoundRefs expected = new FoundRefs(query);
            for (IndexedEntry entry : entries) {
                if (matches(entry, query) && !expected.offer(entry.ref())) {
                    break;
                }
            }
            FoundRefs found = Await.await(runs.find(Samples.LOG, 7, query));
            assertThat(places(query, found)).as(query.toString()).isEqualTo(places(query, expected));
        }
    }

    private static List<String> places(RefQuery query, FoundRefs found) {
        return FoundRefs.merge(query, List.of(found)).stream()
                .map(ref -> ref.firstSeq + " in " + ref.place + "@" + ref.offset + "+" + ref.payloadLength)
                .toList();
    }

    private static boolean matches(IndexedEntry entry, RefQuery query) {
        return entry.key().equals(query.key())
                && entry.ref().generation == query.generation()
                && entry.ref().nextSeq > query.from()
                && entry.ref().lastTimestamp >= query.timestamp();
    }

    private static RefQuery query(Random random) {
        long from = random.nextInt(3 * ENTRIES);
        return new RefQuery(
                key(random.nextInt(ENTITIES + 1)),
                random.nextInt(GENERATIONS + 1),
                from,
                from + random.nextInt(2000),
                random.nextBoolean() ? 0 : random.nextInt(2 * ENTRIES),
                random.nextInt(100_000),
                random.nextInt(100));
    }

    private static List<IndexedEntry> entries(Random random) {
        List<IndexedEntry> entries = new ArrayList<>();
        for (int entity = 0; entity < ENTITIES; entity++) {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                long next = 0;
                long timestamp = 0;
                for (int i = 0; i < ENTRIES; i++) {
                    long first = next + random.nextInt(2);
                    next = first + 1 + random.nextInt(3);
                    timestamp += random.nextInt(3);
                    EntryRef ref = new EntryRef(
                            Samples.LOG,
                            1 + i / 8,
                            8 + random.nextInt(100_000),
                            -1,
                            random.nextInt(2000),
                            generation,
                            first,
                            next,
                            timestamp,
                            random.nextInt(3) == 0 ? random.nextInt(100) : Long.MAX_VALUE);
                    entries.add(new IndexedEntry(key(entity), Entries.SHARD, i + 1L, 0, null, ref));
                }
            }
        }
        return entries;
    }

    private static EntityKey key(int entity) {
        return new EntityKey(entity * 0x7000_0000_0000_0001L, entity);
    }
}
