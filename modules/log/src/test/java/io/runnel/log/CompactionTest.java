package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What merging index runs does to entries. */
class CompactionTest {
    private MemoryObjectStore store = new MemoryObjectStore();
    private final Entities entities = new Entities();

    @Property(tries = 60)
    void keepsAllLiveEntriesAndNoOthersWhereverTheyLie(
            @ForAll long seed, @ForAll @IntRange(max = 20_000) int fragment, @ForAll boolean emptySlots) {
        store = new MemoryObjectStore();
        Samples some = new Samples(seed);
        List<LogEntry> entries = some.entries(300);
        List<RunId> runs = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += 50) {
            runs.add(write(from, entries.subList(from, Math.min(entries.size(), from + 50))));
        }
        Simulation simulation = new Simulation(seed);
        Rewrite.Result merged =
                simulation.await(compaction(simulation, fragment, emptySlots).merge(runs, Set.of()));
        assertThat(read(merged)).usingRecursiveFieldByFieldElementComparator().isEqualTo(live(entries));
        if (emptySlots || fragment > 10_000) {
            assertThat(merged.run().places()).allMatch(Place::isSegment);
            boolean heldAny = entries.stream().anyMatch(entry -> entry.firstSeq() != entry.nextSeq());
            assertThat(merged.released()).noneMatch(Place::isSegment);
            assertThat(merged.released().isEmpty()).isEqualTo(!heldAny);
        }
    }

    /** A slot with these entries, and a run that tells of it. */
    private RunId write(int number, List<LogEntry> entries) {
        long slot = 1L + number;
        WalObject object = WalObject.encode(Samples.CLUSTER, Samples.LOG, slot, Samples.LOG, 0, 0, entries);
        put(ObjectKeys.slot(Samples.LOG, slot), object.bytes());
        byte[] run = RunContent.of(Samples.index(Samples.LOG, slot, entries))
                .finish(Samples.CLUSTER, Samples.LOG, slot, Map.of(), true, 0, List.of(), slot);
        put(ObjectKeys.run(Samples.LOG, slot), run);
        return new RunId(Samples.LOG, slot, 0, run.length);
    }

    private void put(String key, byte[] bytes) {
        Await.await(store.put(key, bytes, new Condition.IfAbsent()));
    }

    private Compaction compaction(Simulation simulation, int fragment, boolean emptySlots) {
        Simulation.Node node = simulation.node();
        Patience patience = new Patience(node, 1);
        LogSettings tiny = TestSettings.tiny();
        LogSettings settings = TestSettings.with(
                tiny,
                new LogSettings.Compaction(
                        3000, fragment, emptySlots, Duration.ofMillis(1), Duration.ZERO, TestSettings.KEPT, 1));
        Rewrite.Tools tools = new Rewrite.Tools(
                Samples.CLUSTER,
                new Id(9, 9),
                store,
                node,
                patience,
                new Bodies(store, node, patience, node, 100),
                node,
                simulation.random(),
                new AtomicLong()::incrementAndGet,
                3000);
        Runs runs = new Runs(store, Samples.CLUSTER, new IndexCache(1 << 20));
        return new Compaction(
                tools,
                settings,
                entities,
                new EntrySearch()::find,
                runs,
                () -> CompletableFuture.completedFuture(null),
                new LogListener() {});
    }

    private List<LogEntry> read(Rewrite.Result merged) {
        byte[] bytes = merged.run().finish(Samples.CLUSTER, new Id(9, 9), 1, merged.sizes(), true, 1, List.of(), 0);
        LoadedRun run = Runs.whole(bytes, "merged");
        List<LogEntry> found = new ArrayList<>();
        MergedScan scan = new MergedScan(List.of(run));
        for (RunBlock.Cursor at = scan.next(); at != null; at = scan.next()) {
            String object = at.place().key();
            byte[] holder = Await.await(store.get(object)).orElseThrow().bytes();
            EntryRef ref = at.ref();
            found.add(WalEntry.decode(holder, ref.offset, ref, at.key(), "any", object));
        }
        return found;
    }

    private static List<LogEntry> live(List<LogEntry> entries) {
        Map<EntityKey, LogEntry> last = new HashMap<>();
        entries.forEach(entry -> last.put(entry.key(), entry));
        return entries.stream()
                .filter(entry -> entry.firstSeq() != entry.nextSeq()
                        && entry.generation() == last.get(entry.key()).generation()
                        && Long.compareUnsigned(
                                        entry.nextSeq(), last.get(entry.key()).floor())
                                > 0)
                .map(CompactionTest::anyShard)
                .sorted(Comparator.comparing(LogEntry::key).thenComparing(LogEntry::firstSeq, Long::compareUnsigned))
                .toList();
    }

    private static LogEntry anyShard(LogEntry entry) {
        return new LogEntry(
                entry.key(),
                "any",
                entry.generation(),
                entry.revision(),
                entry.firstSeq(),
                entry.nextSeq(),
                entry.firstTimestamp(),
                entry.lastTimestamp(),
                entry.expiresAtMillis(),
                entry.floor(),
                entry.weight(),
                entry.state(),
                entry.payload());
    }
}
