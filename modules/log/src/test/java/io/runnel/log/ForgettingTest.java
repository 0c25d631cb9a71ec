package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is left of entities that came and went. */
class ForgettingTest {
    private static final int ROUNDS = 30;
    private static final int ENTITIES = 100; // of a round
    private static final byte[] NOTHING = {};

    private MemoryObjectStore store = new MemoryObjectStore();
    private final Simulation simulation = new Simulation(1);
    private int forgotten;

    @Test
    void entitiesThatCameAndWentLeaveNextToNothing() {
        long remembered = comeAndGo(open(Integer.MAX_VALUE));
        assertThat(forgotten).isZero();
        store = new MemoryObjectStore();
        WalLog log = open(50);
        long left = comeAndGo(log);
        assertThat(left).isLessThan(remembered / 5);
        assertThat(forgotten).isGreaterThan(ROUNDS * ENTITIES * 9 / 10);
        assertThat(log.row(key(0, 0))).isNull();
        assertThat(log.row(living(0))).isNotNull();
        assertThat(log.row(living(ROUNDS - 1))).isNotNull();
    }

    @Test
    void restartsDoNotBringThemBack() {
        for (int round = 0; round < ROUNDS; round++) {
            WalLog log = open(50);
            round(log, round);
            if (round % 2 == 0) {
                simulation.await(log.shutdown());
            } else {
                log.close();
            }
            pass(Duration.ofMillis(10));
        }
        WalLog log = open(50);
        pass(Duration.ofMinutes(5));
        assertThat(forgotten).isGreaterThan(ROUNDS * ENTITIES * 9 / 10);
        log.close();
        pass(Duration.ofMillis(10));
        WalLog again = open(Integer.MAX_VALUE);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < ENTITIES; i++) {
                EntityRow row = again.row(key(round, i));
                assertThat(row == null || row.hasEnded()).isTrue();
            }
            assertThat(again.row(living(round))).isNotNull();
        }
    }

    @Test
    void whatBeginsAgainAfterItWasForgottenIsThereAfterARestart() {
        WalLog log = open(1);
        append(log, entry(key(0, 0), 1, 900, 0, 3, 0, null));
        append(log, entry(key(0, 0), 1, 901, 3, 3, 3, NOTHING));
        round(log, 1); // so that slots are rolled up
        pass(Duration.ofMinutes(2));
        assertThat(log.row(key(0, 0))).isNull();
        append(log, entry(key(0, 0), 2, 1, 0, 1, 0, null));
        log.close();
        pass(Duration.ofMillis(10));
        WalLog again = open(1);
        assertThat(again.row(key(0, 0))).isEqualTo(new EntityRow(2, 1, 1, 1, 0, null));
        assertThat(simulation.await(again.read(key(0, 0), 2, 0, 9, 1000))).hasSize(1);
    }

    /** @return the bytes that index runs have in the end */
    private long comeAndGo(WalLog log) {
        for (int round = 0; round < ROUNDS; round++) {
            round(log, round);
            pass(Duration.ofMinutes(1));
        }
        round(log, ROUNDS); // what was replaced is deleted once something is written
        pass(Duration.ofMinutes(1));
        return Await.await(store.list("idx/", "", 1000)).stream()
                .mapToLong(
                        key -> Await.await(store.get(key, 0, 0)).orElseThrow().size())
                .sum();
    }

    /** Many come and go, and one stays. */
    private void round(WalLog log, int round) {
        for (int i = 0; i < ENTITIES; i++) {
            append(log, entry(key(round, i), 1, 1, 0, 1, 0, null));
        }
        append(log, entry(living(round), 1, 1, 0, 1, 0, null));
        for (int i = 0; i < ENTITIES; i++) {
            append(log, entry(key(round, i), 1, 2, 1, 1, 1, NOTHING));
        }
    }

    private static EntityKey key(int round, int number) {
        return new EntityKey(round, number);
    }

    private static EntityKey living(int round) {
        return new EntityKey(-1, round);
    }

    private WalLog open(int forgetEnded) {
        LogSettings settings = TestSettings.smallObjects(
                1 << 16,
                20,
                new LogSettings.Compaction(
                        1 << 16,
                        1 << 12,
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        TestSettings.KEPT,
                        forgetEnded));
        Simulation.Node node = simulation.node();
        LogListener listener = new LogListener() {
            @Override
            public void forgotten(int entities) {
                forgotten += entities;
            }
        };
        WalLog log = new WalLog(store, 64, settings, listener, node, node, simulation.random(), () -> {});
        simulation.await(log.claim(Entries.SHARD));
        return log;
    }

    private void append(WalLog log, LogEntry entry) {
        AtomicInteger durable = new AtomicInteger();
        Entries.append(log, entry, durable);
        simulation.runUntil(() -> durable.get() == 1);
    }

    private static LogEntry entry(
            EntityKey key,
            int generation,
            long revision,
            long firstSeq,
            long nextSeq,
            long floor,
            byte @Nullable [] state) {
        boolean positions = firstSeq < nextSeq;
        return new LogEntry(
                key,
                Entries.SHARD,
                generation,
                revision,
                firstSeq,
                nextSeq,
                positions ? 1 : 0,
                positions ? 1 : 0,
                Long.MAX_VALUE,
                floor,
                0,
                state,
                positions ? new byte[50] : NOTHING);
    }

    private void pass(Duration time) {
        simulation.runFor(time.toNanos());
    }
}
