package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What it costs to begin in the middle of a stream whose entries have all moved to segments. */
class SeekRequestsTest {
    private static final EntityKey ORDERS = new EntityKey(1, 1);
    private static final int ENTRIES = 3000;
    private static final LogSettings SETTINGS = TestSettings.smallObjects(
            0,
            20,
            new LogSettings.Compaction(
                    1 << 16, 1 << 20, false, Duration.ofSeconds(1), Duration.ofSeconds(10), TestSettings.KEPT, 1));

    private final Simulation simulation = new Simulation(1);
    private final MemoryObjectStore objects = new MemoryObjectStore();
    private int gets;

    @BeforeEach
    void write() {
        WalLog log = open();
        int[] durable = {0};
        for (int i = 0; i < ENTRIES; i++) {
            log.append(Entries.entry(1, i, "x".repeat(100)), new EntryLog.AppendCallback() {
                @Override
                public void durable() {
                    durable[0]++;
                }

                @Override
                public void failed(Throwable cause) {
                    throw new IllegalStateException(cause);
                }
            });
            if (i % 10 == 9) {
                int wanted = i + 1;
                simulation.runUntil(() -> durable[0] == wanted);
            }
        }
        simulation.runFor(Duration.ofSeconds(5).toNanos());
        simulation.await(log.shutdown());
    }

    @Test
    void aSeekByTimestampAsksForNoMoreThanOneByNumber() {
        for (long seqNum : List.of(0L, 3L, 700L, 1500L, 2900L)) {
            int byNumber = byNumber(seqNum);
            assertThat(byTimestamp(seqNum))
                    .as("requests to begin at %d", seqNum)
                    .isLessThanOrEqualTo(byNumber);
            assertThat(byNumber).isPositive();
        }
    }

    private int byNumber(long seqNum) {
        WalLog log = open();
        gets = 0;
        read(log, seqNum);
        return gets;
    }

    /** As the record store does: which entry, which record of it, then what begins there. */
    private int byTimestamp(long seqNum) {
        WalLog log = open();
        gets = 0;
        assertThat(simulation.await(log.seek(ORDERS, 0, 10 * seqNum, 0, ENTRIES)))
                .isEqualTo(OptionalLong.of(seqNum));
        assertThat(simulation.await(log.read(ORDERS, 0, seqNum, ENTRIES, 1))).hasSize(1);
        read(log, seqNum);
        return gets;
    }

    private void read(WalLog log, long from) {
        assertThat(simulation
                        .await(log.read(ORDERS, 0, from, ENTRIES, 100))
                        .get(0)
                        .firstSeq())
                .isEqualTo(from);
    }

    private WalLog open() {
        Simulation.Node node = simulation.node();
        ForwardingStore far = new ForwardingStore(objects) {
            @Override
            public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
                gets++;
                CompletableFuture<Optional<StoredObject>> answer = new CompletableFuture<>();
                super.get(key, offset, length)
                        .whenComplete((found, failure) -> node.schedule(1_000_000, () -> answer.complete(found)));
                return answer;
            }
        };
        WalLog log = new WalLog(far, 64, SETTINGS, new LogListener() {}, node, node, simulation.random(), () -> {});
        simulation.await(log.claim(Entries.SHARD));
        return log;
    }
}
