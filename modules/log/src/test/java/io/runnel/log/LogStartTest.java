package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a node reads of the log before it, until it serves. */
class LogStartTest {
    private static final int PAYLOAD = 20_000;
    private static final int ROLL_UP = 16;
    private static final int NOT_ROLLED_UP = 2 * ROLL_UP * (16 << 10); // ends of the last objects, at most
    private static final LogSettings SETTINGS = TestSettings.smallObjects(
            0,
            ROLL_UP,
            new LogSettings.Compaction(1 << 20, 0, false, Duration.ofSeconds(1), Duration.ZERO, TestSettings.KEPT, 1));

    private record Start(int requests, long bytes) {}

    @Test
    void readsHardlyMoreOfALogThatIsEightTimesAsLong() {
        Start small = start(128 + ROLL_UP / 2);
        Start large = start(1024 + ROLL_UP / 2);
        assertThat(large.requests).isLessThan(2 * small.requests);
        assertThat(large.bytes).isLessThan(small.bytes + NOT_ROLLED_UP);
    }

    @Test
    void readsNoRecordButTheEndsOfObjectsSinceTheLastRollUp() {
        int entries = 512 + ROLL_UP / 2;
        long allOfTheIndex = entries * 64L;
        assertThat(start(entries).bytes).isLessThan(NOT_ROLLED_UP + allOfTheIndex);
    }

    private static Start start(int entries) {
        Counting store = new Counting();
        Simulation simulation = new Simulation(1);
        WalLog before = open(store, simulation);
        AtomicInteger durable = new AtomicInteger();
        for (int i = 0; i < entries; i++) {
            append(before, i, durable);
            int now = i;
            simulation.runUntil(() -> durable.get() > now);
        }
        simulation.runFor(Duration.ofSeconds(1).toNanos());
        store.requests = 0;
        store.bytes = 0;
        WalLog after = open(store, simulation);
        Start start = new Start(store.requests, store.bytes);
        assertThat(after.row(new EntityKey(1, 1)))
                .extracting(EntityRow::nextSeq)
                .isEqualTo((long) entries);
        return start;
    }

    private static void append(WalLog log, int seq, AtomicInteger durable) {
        Entries.append(log, Entries.entry(1, seq, "x".repeat(PAYLOAD)), durable);
    }

    private static WalLog open(ObjectStore store, Simulation simulation) {
        Simulation.Node node = simulation.node();
        WalLog log = new WalLog(store, 64, SETTINGS, new LogListener() {}, node, node, simulation.random(), () -> {});
        simulation.await(log.claim(Entries.SHARD));
        return log;
    }

    private static final class Counting extends ForwardingStore {
        private int requests;
        private long bytes;

        Counting() {
            super(new MemoryObjectStore());
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key) {
            return counted(super.get(key));
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
            return counted(super.get(key, offset, length));
        }

        private CompletionStage<Optional<StoredObject>> counted(CompletionStage<Optional<StoredObject>> answer) {
            requests++;
            bytes += Await.await(answer).map(found -> found.bytes().length).orElse(0);
            return answer;
        }
    }
}
