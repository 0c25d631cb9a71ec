package io.runnel.log;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What nodes live in: time, a bucket, bad luck, and somebody who watches; all by a seed, all on one thread. What they are asked
 * for is the {@linkplain SimScenario scenario}.
 */
final class SimWorld {
    private static final long PATIENCE_NANOS = 1_800_000_000_000L;
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
    private final Map<SimPoint, Integer> requests = new EnumMap<>(SimPoint.class);
    private SimProfile profile;
    private @Nullable SimPoint slowPoint;
    private int struck;
    private int acknowledged;
    private int forgotten;

    /** @param faults that happen besides what the seed says */
    private SimWorld(long seed, SimMutation mutation, List<SimFault> faults) {
        this.seed = seed;
        this.mutation = mutation;
        this.random = new Random(seed);
        this.simulation = new Simulation(random.nextLong());
        this.trace = new SimTrace(simulation);
        this.checker = new SimChecker(trace, simulation::now);
        this.bucket = new SimBucket(checker, simulation::now);
        this.profile = faults.isEmpty() ? SimProfile.of(random) : SimProfile.MILD;
        this.faults = faults.isEmpty() ? someFaults(random) : faults;
        this.slowPoint = random.nextBoolean() ? oneOf(SimPoint.values(), random) : null;
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
            faults.add(new SimFault(
                    oneOf(SimPoint.values(), random), oneOf(SimFault.Strike.values(), random), 1 + random.nextInt(12)));
        }
        return faults;
    }

    private static <T> T oneOf(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    /** @throws SimViolation if a promise was not kept */
    void run() {
        try {
            new SimScenario(this, random).run();
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
        return new SimViolation(
                violation,
                "seed " + seed + " (bin/simulate --seeds 1 --from " + seed + ", unless a test has chosen the faults), "
                        + faults + "; what happened last:\n" + tail);
    }

    // For those who take part.

    void runFor(long nanos) {
        simulation.runFor(nanos);
        requireNoViolation();
    }

    void runUntil(BooleanSupplier condition) {
        long limit = simulation.now() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            checker.require(simulation.now() < limit && simulation.runNext(), "I-LIVE", "it does not come to an end");
            requireNoViolation();
        }
    }

    /** From now on nothing goes wrong with a request any more. */
    void calm() {
        trace.add("all", "calm", null);
        profile = SimProfile.CALM;
        slowPoint = null;
    }

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

    /** Requests of this kind take seconds. */
    @Nullable
    SimPoint slowPoint() {
        return slowPoint;
    }

    SimMutation mutation() {
        return mutation;
    }

    boolean damages() {
        return damages;
    }

    void countAcknowledged() {
        acknowledged++;
    }

    int acknowledged() {
        return acknowledged;
    }

    void countForgotten(int entities) {
        forgotten += entities;
    }

    /** How many entities that had ended were forgotten. */
    int forgotten() {
        return forgotten;
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
