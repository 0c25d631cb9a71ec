package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Nodes that crash, or go on although they have been replaced, over a store that loses, delays and repeats; what the log
 * promises is checked after every takeover. The names of the invariants are those of the design.
 */
class LogSimulationTest {
    private static final int SEEDS = Integer.getInteger("runnel.test.seeds", 20);
    private static final long FIRST_SEED = Long.getLong("runnel.test.seed", 1);

    @TestFactory
    List<DynamicTest> keepsItsPromisesWhateverHappens() {
        List<DynamicTest> tests = new ArrayList<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            long itsSeed = seed;
            tests.add(DynamicTest.dynamicTest("seed " + seed, () -> new Scenario(itsSeed).run()));
        }
        return tests;
    }

    private static final class Scenario {
        private static final int ENTITIES = 5;
        private static final String[] SHARDS = {"stream-0000", "stream-0001"};

        private final Simulation simulation;
        private final Random random;
        private final ObjectStore durable = new InvariantStore();
        private final double trouble;
        private final Map<Integer, History> histories = new HashMap<>();
        private final List<Running> zombies = new ArrayList<>();
        private Running running;

        Scenario(long seed) {
            simulation = new Simulation(seed);
            random = simulation.random();
            trouble = random.nextInt(3) * 0.03;
            running = start();
            for (int i = 0; i < ENTITIES; i++) {
                histories.put(i, new History(i));
            }
        }

        void run() {
            for (int round = 0; round < 8; round++) {
                int actions = random.nextInt(60);
                for (int i = 0; i < actions; i++) {
                    act();
                }
                takeOver();
            }
        }

        private void act() {
            History history = histories.get(random.nextInt(ENTITIES));
            switch (random.nextInt(8)) {
                case 0 -> simulation.runFor(random.nextInt(100_000_000));
                case 1 -> {
                    settle();
                    check(running);
                }
                default -> history.append(running);
            }
            for (Running zombie : zombies) {
                if (random.nextInt(4) == 0) {
                    zombie.appendBlindly();
                }
            }
        }

        private Running start() {
            Simulation.Node node = simulation.node();
            WalLog log = new WalLog(
                    new UnreliableStore(durable, simulation, trouble),
                    64,
                    TestSettings.tiny(),
                    new LogListener() {},
                    node,
                    node,
                    random,
                    () -> {});
            return new Running(node, log);
        }

        /** Another node takes over from one that was killed, or is still there, or has gone in peace. */
        private void takeOver() {
            Running before = running;
            switch (random.nextInt(3)) {
                case 0 -> before.node.kill();
                case 1 -> zombies.add(before);
                default -> simulation.await(before.log.shutdown());
            }
            running = start();
            for (String shard : SHARDS) {
                simulation.await(running.log.claim(shard));
            }
            for (History history : histories.values()) {
                history.recover(running);
            }
            check(running);
        }

        private void settle() {
            simulation.runUntil(() ->
                    running.log.failure() != null || histories.values().stream().allMatch(History::settled));
            assertThat(running.log.failure()).isNull();
        }

        private void check(Running node) {
            histories.values().forEach(history -> history.check(node));
        }

        private final class Running {
            private final Simulation.Node node;
            private final WalLog log;
            private int blind;

            Running(Simulation.Node node, WalLog log) {
                this.node = node;
                this.log = log;
                for (String shard : SHARDS) {
                    simulation.await(log.claim(shard));
                }
            }

            /** As a node does that does not know yet that it has been replaced. */
            void appendBlindly() {
                EntityKey key = new EntityKey(0, 0);
                EntityRow row = log.row(key);
                long next = (row == null ? 0 : row.nextSeq()) + 1000 + blind++;
                LogEntry entry = new LogEntry(
                        key, SHARDS[0], 0, next, next, next + 1, 0, 0, Long.MAX_VALUE, 0, 0, null, new byte[9]);
                if (log.failure() == null) {
                    log.append(entry, new EntryLog.AppendCallback() {
                        @Override
                        public void durable() {
                            throw new IllegalStateException("I-SEAL: acknowledged after another node took over");
                        }

                        @Override
                        public void failed(Throwable cause) {}
                    });
                }
            }
        }

        /** One entity, as the model has it. */
        private final class History {
            private final EntityKey key;
            private final String shard;
            private final List<LogEntry> appended = new ArrayList<>();
            private int acknowledged; // of appended
            private int settled; // of appended
            private int generation;
            private long revision;
            private long nextSeq;
            private long floor;
            private long timestamp;

            History(int number) {
                key = new EntityKey(number * 7L, -number);
                shard = SHARDS[number % SHARDS.length];
            }

            boolean settled() {
                return settled == appended.size();
            }

            void append(Running node) {
                boolean floorOnly = random.nextInt(15) == 0 && !appended.isEmpty();
                if (!floorOnly && random.nextInt(30) == 0) {
                    generation++;
                    nextSeq = 0;
                    floor = 0;
                    timestamp = 0;
                }
                if (random.nextInt(10) == 0) {
                    floor += random.nextInt(1 + (int) (nextSeq - floor));
                }
                revision += floorOnly ? 0 : 1 + random.nextInt(2);
                long first = nextSeq + (random.nextInt(20) == 0 ? 1 : 0);
                long count = floorOnly || random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(4);
                first = count == 0 ? nextSeq : first;
                long firstTimestamp = timestamp + random.nextInt(3);
                timestamp = count == 0 ? timestamp : firstTimestamp + random.nextInt(3);
                byte[] state = !floorOnly && random.nextInt(6) == 0 ? randomBytes(20) : null;
                LogEntry entry = new LogEntry(
                        key,
                        shard,
                        generation,
                        revision,
                        first,
                        first + count,
                        count == 0 ? 0 : firstTimestamp,
                        count == 0 ? 0 : timestamp,
                        random.nextInt(10) == 0 ? 0 : Long.MAX_VALUE,
                        floor,
                        random.nextInt(),
                        state,
                        count == 0 ? new byte[0] : randomBytes(300));
                nextSeq = first + count;
                int index = appended.size();
                appended.add(entry);
                node.log.append(entry, new EntryLog.AppendCallback() {
                    @Override
                    public void durable() {
                        assertThat(settled).as("callbacks come in order").isEqualTo(index);
                        settled++;
                        acknowledged = index + 1;
                        assertThat(node.log.row(key))
                                .as("I-VIS the row is known")
                                .isNotNull();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        settled++;
                    }
                });
            }

            private byte[] randomBytes(int most) {
                byte[] bytes = new byte[random.nextInt(most)];
                random.nextBytes(bytes);
                return bytes;
            }

            /** What the new owner sees becomes the truth; it must be a prefix that holds all that was acknowledged. */
            void recover(Running node) {
                EntityRow row = node.log.row(key);
                int survived = 0;
                for (int i = 0; row != null && i < appended.size(); i++) {
                    LogEntry entry = appended.get(i);
                    if (entry.revision() < row.revision()
                            || (entry.revision() == row.revision()
                                    && Long.compareUnsigned(entry.floor(), row.floor()) <= 0)) {
                        survived = i + 1;
                    }
                }
                assertThat(survived).as("I-ACK " + key).isGreaterThanOrEqualTo(acknowledged);
                appended.subList(survived, appended.size()).clear();
                acknowledged = survived;
                settled = survived;
                EntityRow expected = expectedRow();
                generation = expected == null ? 0 : expected.generation();
                revision = expected == null ? 0 : expected.revision();
                nextSeq = expected == null ? 0 : expected.nextSeq();
                floor = expected == null ? 0 : expected.floor();
                timestamp = expected == null ? 0 : expected.lastTimestamp();
            }

            private EntityRow expectedRow() {
                EntityRow row = null;
                for (LogEntry entry : appended) {
                    long before = row == null || row.generation() != entry.generation() ? 0 : row.lastTimestamp();
                    byte[] state = row == null ? null : row.state();
                    row = new EntityRow(
                            entry.generation(),
                            entry.revision(),
                            entry.nextSeq(),
                            entry.firstSeq() == entry.nextSeq() ? before : entry.lastTimestamp(),
                            entry.floor(),
                            entry.state() == null ? state : entry.state());
                }
                return row;
            }

            void check(Running node) {
                if (!settled() || acknowledged != appended.size()) {
                    return;
                }
                EntityRow row = expectedRow();
                assertThat(node.log.row(key)).usingRecursiveComparison().isEqualTo(row);
                if (row == null) {
                    return;
                }
                long from = random.nextInt(1 + (int) row.nextSeq());
                long until = from + random.nextInt(30);
                int maxBytes = random.nextInt(2000);
                List<LogEntry> wanted = surviving(row, from, until);
                List<LogEntry> expected = new ArrayList<>();
                int bytes = 0;
                for (LogEntry entry : wanted) {
                    bytes += entry.payload().length;
                    if (!expected.isEmpty() && bytes > maxBytes) {
                        break;
                    }
                    expected.add(entry);
                }
                List<LogEntry> found = readAtLeastOnce(node, row.generation(), from, until, maxBytes, expected);
                assertThat(found)
                        .as("I-ONCE, I-CONTIG of " + key + " in [" + from + ", " + until + ")")
                        .usingRecursiveComparison()
                        .isEqualTo(expected.subList(0, found.size()));
                long sought = random.nextInt(1 + (int) row.lastTimestamp() + 1);
                OptionalLong position = appended.stream()
                        .filter(entry -> wanted(entry, row, from, until) && entry.expiresAtMillis() != 0)
                        .filter(entry -> entry.lastTimestamp() >= sought)
                        .mapToLong(entry -> Math.max(entry.firstSeq(), Math.max(from, row.floor())))
                        .findFirst();
                assertThat(retry(() -> simulation.await(node.log.seek(key, row.generation(), sought, from, until))))
                        .isEqualTo(position);
            }

            /** It may give less than would fit, but never a hole, and never nothing. */
            private List<LogEntry> readAtLeastOnce(
                    Running node, int itsGeneration, long from, long until, int maxBytes, List<LogEntry> expected) {
                List<LogEntry> found =
                        retry(() -> simulation.await(node.log.read(key, itsGeneration, from, until, maxBytes)));
                assertThat(found.isEmpty()).isEqualTo(expected.isEmpty());
                assertThat(found.size()).isLessThanOrEqualTo(expected.size());
                return found;
            }

            private <T> T retry(Supplier<T> call) {
                while (true) {
                    try {
                        return call.get();
                    } catch (StoreException e) {
                        simulation.runFor(1_000_000);
                    }
                }
            }

            private List<LogEntry> surviving(EntityRow row, long from, long until) {
                List<LogEntry> wanted = new ArrayList<>();
                for (LogEntry entry : appended) {
                    boolean expiredAtStart = wanted.isEmpty() && entry.expiresAtMillis() == 0;
                    if (wanted(entry, row, from, until) && !expiredAtStart) {
                        wanted.add(entry);
                    }
                }
                return wanted;
            }

            private static boolean wanted(LogEntry entry, EntityRow row, long from, long until) {
                return entry.generation() == row.generation()
                        && entry.firstSeq() < entry.nextSeq()
                        && entry.nextSeq() > Math.max(from, row.floor())
                        && entry.firstSeq() < until
                        && Math.max(from, row.floor()) < until;
            }
        }
    }
}
