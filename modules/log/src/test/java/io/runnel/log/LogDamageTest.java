package io.runnel.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.MemoryObjectStore;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A node that takes over from others on a store of which one object is damaged. */
class LogDamageTest {
    private static final int STRIDE = 7; // every byte of every object takes seven times as long
    private static final int ENTITIES = 3;

    private final Map<String, byte[]> objects = written();
    private final List<String> intact = told(objects);

    @Test
    void aFlippedByteIsNeverServed() {
        assertNoticedOrHarmless((bytes, at) -> {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            return flipped;
        });
    }

    @Test
    void whatIsLeftOfAnObjectIsNeverServedForAllOfIt() {
        assertNoticedOrHarmless((bytes, at) -> Arrays.copyOf(bytes, at));
    }

    private void assertNoticedOrHarmless(BiFunction<byte[], Integer, byte[]> damage) {
        assertThat(intact).hasSize(ENTITIES * 8);
        TreeSet<String> noticed = new TreeSet<>();
        objects.forEach((key, bytes) -> {
            for (int at = 0; at < bytes.length; at += STRIDE) {
                Map<String, byte[]> damaged = new TreeMap<>(objects);
                damaged.put(key, damage.apply(bytes, at));
                try {
                    assertThat(told(damaged)).as("byte %d of %s", at, key).isEqualTo(intact);
                } catch (CorruptLogException e) {
                    assertThat(e).as("byte %d of %s", at, key).hasMessageContaining(key);
                    noticed.add(key.substring(0, 3));
                }
            }
        });
        assertThat(noticed).containsExactly("arc", "clu", "idx", "log", "seg", "sha", "wal");
    }

    /** By one node that ended in peace, and one that is no more. */
    private static Map<String, byte[]> written() {
        MemoryObjectStore store = new MemoryObjectStore();
        Simulation simulation = new Simulation(1);
        WalLog first = open(store, simulation);
        append(first, simulation, 0, 5);
        simulation.await(first.shutdown());
        WalLog second = open(store, simulation);
        append(second, simulation, 5, 8);
        Map<String, byte[]> objects = new TreeMap<>();
        for (String key : Await.await(store.list("", "", 1000))) {
            objects.put(key, Await.await(store.get(key)).orElseThrow().bytes());
        }
        return objects;
    }

    private static void append(WalLog log, Simulation simulation, int from, int until) {
        List<Boolean> durable = new ArrayList<>();
        for (int seq = from; seq < until; seq++) {
            for (int entity = 0; entity < ENTITIES; entity++) {
                log.append(Entries.entry(entity, seq, entity + "/" + seq), new EntryLog.AppendCallback() {
                    @Override
                    public void durable() {
                        durable.add(true);
                    }

                    @Override
                    public void failed(Throwable cause) {
                        throw new IllegalStateException(cause);
                    }
                });
                int so = durable.size();
                simulation.runUntil(() -> durable.size() > so);
            }
        }
        simulation.runFor(1_000_000_000);
    }

    /** All that a new node finds. */
    private static List<String> told(Map<String, byte[]> objects) {
        MemoryObjectStore store = new MemoryObjectStore();
        objects.forEach((key, bytes) -> Await.await(store.put(key, bytes, new Condition.Always())));
        Simulation simulation = new Simulation(2);
        WalLog log = open(store, simulation);
        List<String> told = new ArrayList<>();
        for (int entity = 0; entity < ENTITIES; entity++) {
            EntityKey key = new EntityKey(entity, entity);
            String row = String.valueOf(log.row(key));
            simulation
                    .await(log.read(key, 0, 0, 100, 10_000))
                    .forEach(entry -> told.add(row + " " + entry.firstSeq() + " " + entry.lastTimestamp() + " "
                            + new String(entry.payload(), UTF_8)));
        }
        return told;
    }

    private static WalLog open(ObjectStore store, Simulation simulation) {
        Simulation.Node node = simulation.node();
        WalLog log = new WalLog(
                store, 64, TestSettings.tiny(), new LogListener() {}, node, node, simulation.random(), () -> {});
        simulation.await(log.claim(Entries.SHARD));
        return log;
    }
}
