package io.runnel.log;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Some nodes on one bucket, what they are asked for, and what befalls them; all by a seed, all on one thread, in virtual
 * time. In the end nothing befalls them any more, and another node must find everything.
 */
final class SimWorld {
    private static final String[] SHARDS = {"stream-0000", "stream-0001", "basin-0000"};
    private static final int ENTITIES = 6;
    private static final int ACTIONS = 160;
    private static final int LONG_RUN_IN = 16;
    private static final int NODES = 10;
    private static final int NODES_AT_A_TIME = 3;
    private static final int AUDITS = 8;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long PATIENCE = 1800 * SECOND;
    private static final int TAIL = 80;

    static {
        // Logs fail here all the time, and say so.
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(WalLog.class)).setLevel(Level.OFF);
    }

    private final long seed;
    private final List<SimFault> faults;
    private final SimMutation mutation;
    private final Random random;
    private final Simulation simulation;
    private final SimTrace trace;
    private final SimChecker checker;
    private final SimBucket bucket;
    private final boolean damages;
    private final List<SimNode> nodes = new ArrayList<>();
    private SimProfile profile;
    private final Map<SimPoint, Integer> requests = new EnumMap<>(SimPoint.class);
    private int struck;
    private int acknowledged;

    /** @param faults that happen besides what the seed says */
    private SimWorld(long seed, SimMutation mutation, List<SimFault> faults) {
        this.seed = seed;
        this.mutation = mutation;
        this.random = new Random(seed);
        this.simulation = new Simulation(random.nextLong());
        this.trace = new SimTrace(simulation);
        this.checker = new SimChecker(trace);
        this.bucket = new SimBucket(checker);
        this.profile = faults.isEmpty() ? SimProfile.of(random) : SimProfile.MILD;
        this.faults = faults.isEmpty() ? someFaults(random) : faults;
        this.damages = profile.damage() > 0;
    }

    SimWorld(long seed) {
        this(seed, SimMutation.NONE);
    }

    SimWorld(long seed, SimMutation mutation) {
        this(seed, mutation, List.of());
    }

    /** A run in which hardly anything else goes wrong. */
    SimWorld(long seed, SimFault fault) {
        this(seed, SimMutation.NONE, List.of(fault));
    }

    private static List<SimFault> someFaults(Random random) {
        List<SimFault> faults = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            SimPoint[] points = SimPoint.values();
            SimFault.Strike[] strikes = SimFault.Strike.values();
            faults.add(new SimFault(
                    points[random.nextInt(points.length)],
                    strikes[random.nextInt(strikes.length)],
                    1 + random.nextInt(12)));
        }
        return faults;
    }

    /** @throws SimViolation if a promise was not kept */
    void run() {
        try {
            int actions = random.nextInt(LONG_RUN_IN) == 0 ? 5 * ACTIONS : ACTIONS;
            for (int i = 0; i < actions; i++) {
                act();
                simulation.runFor(gap());
                requireNoViolation();
            }
            heal();
            requireNoViolation();
        } catch (RuntimeException | Error e) {
            throw told(e);
        }
    }

    private void requireNoViolation() {
        SimViolation violation = checker.violation();
        if (violation != null) {
            throw violation;
        }
    }

    private SimViolation told(Throwable e) {
        SimViolation violation = checker.violation();
        if (violation == null) {
            violation = new SimViolation("no bug", SimNode.stack(e.getCause() == null ? e : e.getCause()));
            violation.initCause(e);
        }
        String tail = checker.violation() == null ? trace.tail(TAIL) : checker.tail();
        return new SimViolation(violation, "seed " + seed + ", " + faults + "; what happened last:\n" + tail);
    }

    private long gap() {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(60_000) * MILLI;
            case 1, 2 -> random.nextInt(1000) * MILLI;
            case 3, 4, 5, 6 -> 0;
            default -> random.nextInt(20_000_000);
        };
    }

    private void act() {
        int what = random.nextInt(1000);
        EntityKey key = key(random.nextInt(ENTITIES));
        SimNode server = pick(node -> node.serves(shard(key)));
        if (what < 60) {
            claim(SHARDS[random.nextInt(SHARDS.length)]);
        } else if (what < 80) {
            start();
        } else if (what < 200) {
            befall(random.nextInt(17));
        } else if (server == null) {
            claim(shard(key));
        } else if (what < 800) {
            for (int left = random.nextInt(10) == 0 ? 25 : 1 + random.nextInt(6); left > 0; left--) {
                server.append(key(server, random), random.nextInt(20) == 0 ? 5000 : 300);
            }
        } else if (what < 900) {
            server.read(key);
        } else if (what < 950) {
            server.seek(key);
        } else {
            server.checkRows();
        }
    }

    /** One of those that it serves. */
    private EntityKey key(SimNode server, Random from) {
        EntityKey key = key(from.nextInt(ENTITIES));
        while (!server.serves(shard(key))) {
            key = key(from.nextInt(ENTITIES));
        }
        return key;
    }

    private void claim(String shard) {
        SimNode node = pick(SimNode::works);
        node = node == null ? start() : node;
        if (node != null) {
            node.claim(shard);
        }
    }

    private @Nullable SimNode start() {
        boolean mayStart =
                nodes.size() < NODES && nodes.stream().filter(SimNode::works).count() < NODES_AT_A_TIME;
        return mayStart ? begin() : null;
    }

    private SimNode begin() {
        SimNode node = new SimNode(this, "n" + (nodes.size() + 1), settings(), random);
        trace.add(node.name(), "starts", null);
        nodes.add(node);
        return node;
    }

    private LogSettings settings() {
        int hedgeAfter = new int[] {0, 40, 300}[random.nextInt(3)];
        int window = new int[] {1, 4, 4, 16}[random.nextInt(4)];
        return TestSettings.tiny(Duration.ofMillis(hedgeAfter), window);
    }

    private void befall(int what) {
        if (nodes.isEmpty() || nodes.size() >= NODES || random.nextDouble() * 3 >= profile.calamity()) {
            return;
        }
        SimNode node = nodes.get(random.nextInt(nodes.size()));
        switch (what) {
            case 0, 1, 2 -> crash(node.process());
            case 3, 4, 5 -> stall(node.process(), random.nextInt(60_000) * MILLI);
            case 6, 7 -> {
                if (node.works()) {
                    node.leave();
                }
            }
            case 8, 9 -> node.process().shiftClock(random.nextInt(2 * 3_600_000) - 3_600_000);
            case 14, 15 -> node.crashAtAcknowledgement(1 + random.nextInt(20));
            case 16 -> {
                if (node.works()) {
                    node.close();
                }
            }
            case 10 -> node.network().trouble(random.nextInt(12_000) * MILLI, true);
            case 11, 12 -> node.network().trouble(random.nextInt(180_000) * MILLI, false);
            default -> nodes.forEach(each -> each.network().trouble(random.nextInt(300_000) * MILLI, false));
        }
        trace.add(node.name(), "befallen by", what);
    }

    private @Nullable SimNode pick(java.util.function.Predicate<SimNode> wanted) {
        List<SimNode> candidates = nodes.stream().filter(wanted).toList();
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    /** Nothing goes wrong any more: somebody must be able to take over, and must find everything. */
    private void heal() {
        trace.add("all", "heal", null);
        profile = SimProfile.CALM;
        nodes.forEach(node -> node.network().calm());
        nodes.forEach(node -> node.process().resume());
        for (int left = AUDITS; left > 0; left--) {
            if (audited(begin())) {
                return;
            }
        }
        checker.require(false, "I-LIVE", "nobody can take over");
    }

    private boolean audited(SimNode auditor) {
        for (String shard : SHARDS) {
            auditor.claim(shard);
        }
        settle(auditor);
        for (int i = 0; i < 2 * ENTITIES && auditor.works(); i++) {
            auditor.append(key(i % ENTITIES), 300);
        }
        settle(auditor);
        if (!auditor.works() || !ownsAll(auditor)) {
            return false; // somebody who had begun earlier has taken over
        }
        auditor.readAll();
        settle(auditor);
        auditor.leave();
        runUntil(auditor::hasLeft);
        return true;
    }

    private boolean ownsAll(SimNode auditor) {
        for (String shard : SHARDS) {
            if (!auditor.serves(shard) || !checker.isLastOwner(auditor.truth(), shard)) {
                return false;
            }
        }
        return true;
    }

    private void settle(SimNode node) {
        runUntil(node::idle);
    }

    private void runUntil(BooleanSupplier condition) {
        long limit = simulation.now() + PATIENCE;
        while (!condition.getAsBoolean()) {
            checker.require(simulation.now() < limit && simulation.runNext(), "I-LIVE", "it does not come to an end");
            requireNoViolation();
        }
    }

    // For those who take part.

    Simulation simulation() {
        return simulation;
    }

    SimTrace trace() {
        return trace;
    }

    SimChecker checker() {
        return checker;
    }

    SimBucket bucket() {
        return bucket;
    }

    SimProfile profile() {
        return profile;
    }

    SimMutation mutation() {
        return mutation;
    }

    boolean damages() {
        return damages;
    }

    List<EntityKey> entities(String shard) {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < ENTITIES; i++) {
            if (SHARDS[i % SHARDS.length].equals(shard)) {
                keys.add(key(i));
            }
        }
        return keys;
    }

    private static EntityKey key(int number) {
        return new EntityKey(number * 7L, -number);
    }

    private static String shard(EntityKey key) {
        return SHARDS[(int) (key.high() / 7) % SHARDS.length];
    }

    void countAcknowledged() {
        acknowledged++;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** How many of the faults have happened. */
    int struck() {
        return struck;
    }

    /** How many requests of each kind there have been. */
    Map<SimPoint, Integer> requests() {
        return requests;
    }

    SimFault.@Nullable Strike strikes(SimPoint point) {
        int count = requests.merge(point, 1, Integer::sum);
        for (SimFault fault : faults) {
            if (fault.point() == point && fault.nth() == count) {
                struck++;
                return fault.strike();
            }
        }
        return null;
    }

    void crash(Simulation.Node process) {
        if (process.alive()) {
            process.kill();
            mutation.crashed(this);
        }
    }

    void stall(Simulation.Node process, long nanos) {
        process.stall();
        simulation.at(nanos, process::resume);
    }
}
