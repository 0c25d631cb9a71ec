package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is left in the store of much that was written. */
class CollectionTest {
    private static final int ENTRIES = 3000;
    private static final LogSettings SETTINGS = TestSettings.smallObjects(
            1 << 20,
            20,
            new LogSettings.Compaction(
                    1 << 16, 1 << 12, false, Duration.ofSeconds(1), Duration.ofSeconds(10), TestSettings.KEPT, 1));

    private static final LogSettings.Compaction EVERYTHING_MOVES = new LogSettings.Compaction(
            1 << 16, 1 << 20, false, Duration.ofSeconds(1), Duration.ofSeconds(10), TestSettings.KEPT, 1);

    private static final LogSettings.Compaction NOTHING_MOVES = new LogSettings.Compaction(
            1 << 16, 0, false, Duration.ofSeconds(1), Duration.ofSeconds(10), TestSettings.KEPT, 1);

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Simulation simulation = new Simulation(1);

    @Test
    void keepsFewObjectsOfManySlots() {
        WalLog log = open();
        appendAll(log, 0);
        pass(Duration.ofSeconds(5));
        assertThat(keys("wal/")).hasSizeLessThan(2 * 20 + 5);
        assertThat(keys("seg/").size() + keys("idx/").size()).isLessThan(60);
        assertThat(readAll(log)).isEqualTo(ENTRIES);
    }

    @Test
    void deletesWhatIsNotNeededThoughNobodyWritesAnyMore() {
        WalLog log = open();
        appendAll(log, 0);
        pass(Duration.ofSeconds(30));
        assertThat(keys("wal/"))
                .as("not in an index run yet, and one without entries")
                .hasSizeLessThanOrEqualTo(19 + 1);
        assertThat(readAll(log)).isEqualTo(ENTRIES);
        log.close();
        pass(Duration.ofMillis(10));
        assertThat(readAll(open())).isEqualTo(ENTRIES);
    }

    @Test
    void writesOneSlotWithoutEntriesAfterManyThatHoldSomeAndThenNothingForEver() {
        Slots slots = new Slots();
        WalLog log = open(slots);
        int seq = 0;
        int announced = 0;
        for (int burst = 1; burst < 60; burst++) {
            for (int i = 0; i < burst; i++) {
                append(log, seq++, 100);
            }
            List<String> before = keys("wal/");
            slots.empty = 0;
            pass(Duration.ofMinutes(1));
            assertThat(slots.empty).as("after %d slots", burst).isLessThanOrEqualTo(1);
            List<String> after = keys("wal/");
            assertThat(after.containsAll(before))
                    .as("nothing but a slot has more deleted")
                    .isEqualTo(slots.empty == 0);
            announced += slots.empty;
            int puts = slots.puts;
            pass(Duration.ofHours(1));
            assertThat(slots.puts).as("puts after %d slots", burst).isEqualTo(puts);
            assertThat(after).hasSizeLessThan(20 + 20);
        }
        assertThat(announced).isGreaterThan(20);
        assertThat(log.row(new EntityKey(1, 1)).nextSeq()).isEqualTo(seq);
    }

    @Test
    void writesNoSlotWithoutEntriesIfEverythingStaysWhereItIs() {
        Slots slots = new Slots();
        WalLog log = open(slots, TestSettings.with(SETTINGS, NOTHING_MOVES));
        for (int i = 0; i < 30; i++) {
            append(log, i, 1000);
        }
        pass(Duration.ofMinutes(1));
        assertThat(keys("idx/")).hasSize(1);
        assertThat(slots.empty).isZero();
    }

    /** Counts what is put. */
    private final class Slots extends ForwardingStore {
        private int puts;
        private int empty; // slots without entries

        Slots() {
            super(store);
        }

        @Override
        public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
            puts++;
            if (key.startsWith("wal/")
                    && WalFooter.decode(bytes, bytes.length, key).entries() == 0) {
                empty++;
            }
            return super.put(key, bytes, condition);
        }
    }

    @Test
    void keepsNextToNothingOfWhatWasTrimmedOnceAnythingIsWritten() {
        WalLog log = open();
        appendAll(log, 0);
        long before = bytes();
        trim(log);
        pass(Duration.ofMinutes(1));
        trim(log);
        pass(Duration.ofMinutes(1));
        assertThat(bytes()).isLessThan(before / 10);
    }

    @Test
    void keepsNothingOfEarlierLogsThatIsNotNeeded() {
        for (int round = 0; round < 6; round++) {
            WalLog log = open();
            appendAll(log, round * ENTRIES);
            if (round % 2 == 0) {
                simulation.await(log.shutdown());
            } else {
                log.close();
            }
            pass(Duration.ofMillis(10));
        }
        WalLog log = open();
        trim(log);
        pass(Duration.ofMinutes(2));
        assertThat(keys("logs/")).hasSize(7);
        assertThat(keys("wal/")).hasSizeLessThan(6 + 5); // what ends the logs, and what was just written
        assertThat(keys("seg/")).isEmpty();
        assertThat(keys("idx/")).hasSizeLessThan(10);
    }

    @Test
    void keepsNothingOfLogsThatEndedLongAgo() {
        for (int round = 0; round < 20; round++) {
            open().close();
            pass(Duration.ofMillis(10));
        }
        WalLog log = open(ages(Duration.ofMinutes(59)), SETTINGS);
        appendAll(log, 0);
        pass(Duration.ofHours(2));
        assertThat(keys("logs/")).hasSize(21);
        log.close();
        pass(Duration.ofMillis(10));
        log = open(ages(Duration.ofHours(2)), SETTINGS);
        pass(Duration.ofHours(2));
        assertThat(keys("logs/")).hasSizeLessThanOrEqualTo(2);
        assertThat(keys("wal/")).hasSizeLessThan(2 * 20 + 5);
        assertThat(readAll(log)).isEqualTo(ENTRIES);
        log.close();
        pass(Duration.ofMillis(10));
        assertThat(readAll(open())).isEqualTo(ENTRIES);
    }

    /** All objects are that old. */
    private ObjectStore ages(Duration age) {
        return new ForwardingStore(store) {
            @Override
            public CompletionStage<Optional<Duration>> age(String key) {
                return CompletableFuture.completedFuture(Optional.of(age));
            }
        };
    }

    @Test
    void goesOnAroundSegmentsThatAreDamaged() {
        WalLog log = open(store, TestSettings.with(SETTINGS, EVERYTHING_MOVES));
        appendAll(log, 0);
        pass(Duration.ofSeconds(5));
        for (String segment : keys("seg/")) {
            byte[] bytes = Await.await(store.get(segment)).orElseThrow().bytes().clone();
            bytes[bytes.length - WalFooter.SIZE - 50] ^= 1;
            Await.await(store.put(segment, bytes, new ObjectStore.Condition.Always()));
        }
        appendAll(log, ENTRIES);
        pass(Duration.ofMinutes(2));
        assertThat(log.failure()).isNull();
        assertThat(log.row(new EntityKey(1, 1)).nextSeq()).isEqualTo(2L * ENTRIES);
    }

    @Test
    void asksTheStoreForNothingAsLongAsNothingHappens() {
        int[] requests = {0};
        WalLog log = open(new ForwardingStore(store) {
            @Override
            public CompletionStage<Optional<StoredObject>> get(String key) {
                requests[0]++;
                return super.get(key);
            }

            @Override
            public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
                requests[0]++;
                return super.get(key, offset, length);
            }

            @Override
            public CompletionStage<List<String>> list(String prefix, String after, int limit) {
                requests[0]++;
                return super.list(prefix, after, limit);
            }
        });
        appendAll(log, 0);
        pass(Duration.ofMinutes(1));
        requests[0] = 0;
        pass(Duration.ofHours(1));
        assertThat(requests[0]).isZero();
    }

    private WalLog open() {
        return open(store);
    }

    private WalLog open(ObjectStore over) {
        return open(over, SETTINGS);
    }

    private WalLog open(ObjectStore over, LogSettings settings) {
        Simulation.Node node = simulation.node();
        WalLog log = new WalLog(over, 64, settings, new LogListener() {}, node, node, simulation.random(), () -> {});
        simulation.await(log.claim(Entries.SHARD));
        return log;
    }

    private void appendAll(WalLog log, int from) {
        AtomicInteger durable = new AtomicInteger();
        for (int i = 0; i < ENTRIES; i++) {
            Entries.append(log, Entries.entry(1, from + i, "x".repeat(100)), durable);
            if (i % 10 == 9) {
                int wanted = i + 1;
                simulation.runUntil(() -> durable.get() == wanted);
            }
        }
    }

    /** In a slot of its own. */
    private void append(WalLog log, int seq, int bytes) {
        AtomicInteger durable = new AtomicInteger();
        Entries.append(log, Entries.entry(1, seq, "x".repeat(bytes)), durable);
        simulation.runUntil(() -> durable.get() == 1);
    }

    private void trim(WalLog log) {
        EntityRow row = log.row(new EntityKey(1, 1));
        AtomicInteger durable = new AtomicInteger();
        LogEntry last = Entries.entry(1, row.nextSeq(), "last");
        Entries.append(
                log,
                new LogEntry(
                        last.key(),
                        last.shard(),
                        last.generation(),
                        last.revision(),
                        last.firstSeq(),
                        last.nextSeq(),
                        last.firstTimestamp(),
                        last.lastTimestamp(),
                        last.expiresAtMillis(),
                        last.nextSeq(),
                        last.weight(),
                        last.state(),
                        last.payload()),
                durable);
        simulation.runUntil(() -> durable.get() == 1);
    }

    private void pass(Duration time) {
        simulation.runFor(time.toNanos());
    }

    private int readAll(WalLog log) {
        int entries = 0;
        long from = 0;
        while (true) {
            List<LogEntry> some = simulation.await(log.read(new EntityKey(1, 1), 0, from, Long.MAX_VALUE, 10_000));
            if (some.isEmpty()) {
                return entries;
            }
            entries += some.size();
            from = some.get(some.size() - 1).nextSeq();
        }
    }

    private List<String> keys(String prefix) {
        return Await.await(store.list(prefix, "", 1000));
    }

    private long bytes() {
        return List.of("wal/", "seg/", "idx/").stream()
                .flatMap(prefix -> keys(prefix).stream())
                .mapToLong(
                        key -> Await.await(store.get(key, 0, 0)).orElseThrow().size())
                .sum();
    }
}
