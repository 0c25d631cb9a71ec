package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The store as one node sees it, through a network that does to its requests what a profile or a script says. */
final class SimNetwork implements ObjectStore {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;
    private static final long NEVER = -1;

    private final SimWorld world;
    private final SimBucket bucket;
    private final Simulation.Node node;
    private final SimLog log;
    private final SimPoint.Classifier classifier;
    private final Random random;
    private long troubledUntil;
    private boolean denied; // by the trouble: not only overloaded
    private boolean everDenied;

    /**
     * What becomes of a request: delays in nanoseconds, or NEVER.
     *
     * @param failedAfter the node is told that it failed, whatever becomes of it
     */
    private record Fate(long arrivesAfter, long answerTakes, long failedAfter, boolean mayPass, long copyAfter) {
        boolean isHarmless() {
            return arrivesAfter != NEVER && arrivesAfter < SECOND / 10 && answerTakes != NEVER && copyAfter == NEVER;
        }
    }

    SimNetwork(SimWorld world, Simulation.Node node, SimLog log, Random random) {
        this.world = world;
        this.bucket = world.bucket();
        this.node = node;
        this.log = log;
        this.classifier = new SimPoint.Classifier(bucket);
        this.random = random;
    }

    /** @param refuses whether the store says that the node has no right, rather than that it is overloaded */
    void trouble(long nanos, boolean refuses) {
        troubledUntil = world.simulation().now() + nanos;
        denied = refuses;
        everDenied |= refuses;
    }

    void calm() {
        troubledUntil = 0;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return call(classifier.get(key), key, false, () -> damaged(bucket.get(key)));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return call(classifier.get(key, offset, length), key, false, () -> damaged(bucket.get(key, offset, length)));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return call(SimPoint.OLD_LOG_AGE, key, false, () -> bucket.age(key));
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        byte[] sent = bytes.clone();
        if (node.alive()) {
            log.attempted(key, sent);
        }
        return call(
                classifier.put(key, sent, condition),
                key,
                !(condition instanceof Condition.Always),
                () -> bucket.put(key, sent, condition));
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        return call(SimPoint.DELETE, keys.toString(), false, () -> {
            bucket.delete(keys);
            return null;
        });
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        SimPoint point = prefix.startsWith(ObjectKeys.LOGS) ? SimPoint.OLD_LOGS_LIST : SimPoint.LEFTOVERS_LIST;
        return call(point, prefix, false, () -> bucket.list(prefix, startAfter, limit));
    }

    @Override
    public void close() {}

    private <T> CompletionStage<T> call(SimPoint point, String key, boolean conditional, Supplier<T> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!node.alive()) {
            return answer;
        }
        world.trace().add(log.name(), point.name(), key);
        SimFault.Strike strike = world.strikes(point);
        if (strike != null) {
            strike(strike, key, effect, answer);
        } else {
            carry(fate(point, conditional), key, effect, answer);
        }
        return answer;
    }

    private <T> void strike(SimFault.Strike strike, String key, Supplier<T> effect, CompletableFuture<T> answer) {
        world.trace().add(log.name(), "is struck:", strike);
        long way = way();
        switch (strike) {
            case CRASH_BEFORE -> world.crash(node);
            case CRASH_AFTER -> {
                carry(new Fate(way, 0, NEVER, true, NEVER), key, effect, answer);
                world.simulation().at(way, () -> world.crash(node));
            }
            case ANSWER_LOST -> carry(new Fate(way, NEVER, 3 * way, true, NEVER), key, effect, answer);
            case DUPLICATED -> carry(new Fate(way, way, NEVER, true, 30 * SECOND), key, effect, answer);
            case DELAYED -> carry(new Fate(30 * SECOND, way, NEVER, true, NEVER), key, effect, answer);
            case STALLED -> {
                carry(new Fate(way, way, NEVER, true, NEVER), key, effect, answer);
                world.stall(node, 30 * SECOND);
            }
            case REFUSED -> carry(new Fate(NEVER, NEVER, way, true, NEVER), key, effect, answer);
        }
    }

    private Fate fate(SimPoint point, boolean conditional) {
        SimProfile profile = world.profile();
        long way = way() + (point == world.slowPoint() ? random.nextInt(5000) * MILLI : 0);
        if (world.simulation().now() < troubledUntil && (denied || random.nextInt(10) > 0)) {
            return new Fate(NEVER, NEVER, way, !denied, NEVER);
        }
        double luck = random.nextDouble() - profile.refused();
        if (luck < 0) {
            return new Fate(NEVER, NEVER, way, true, NEVER);
        }
        luck -= profile.timeout();
        if (luck < 0) {
            long late = random.nextInt(3) == 0 ? NEVER : random.nextInt(40_000) * MILLI;
            return new Fate(late, NEVER, (500 + random.nextInt(10_000)) * MILLI, true, NEVER);
        }
        luck -= profile.lostAnswer();
        if (luck < 0) {
            return new Fate(way, NEVER, 2 * way + random.nextInt(100) * MILLI, true, NEVER);
        }
        luck -= profile.duplicate();
        if (luck < 0) {
            long copy = random.nextBoolean() ? 3 * way : random.nextInt(60_000) * MILLI;
            return new Fate(way, way(), NEVER, true, copy);
        }
        luck -= profile.slow();
        if (luck < 0) {
            return new Fate(random.nextInt(40_000) * MILLI, way, NEVER, true, NEVER);
        }
        return conditional && luck < profile.refused()
                ? new Fate(NEVER, NEVER, way, true, NEVER)
                : new Fate(way, way(), NEVER, true, NEVER);
    }

    private <T> void carry(Fate fate, String key, Supplier<T> effect, CompletableFuture<T> answer) {
        if (fate.isHarmless() && world.profile().instant()) {
            answer.complete(effect.get());
            return;
        }
        if (fate.arrivesAfter != NEVER) {
            world.simulation().at(fate.arrivesAfter, () -> {
                T result = effect.get();
                world.trace().add(log.name(), "  took effect", key);
                if (fate.answerTakes != NEVER) {
                    node.schedule(fate.answerTakes, () -> answer.complete(result));
                }
            });
        }
        if (fate.failedAfter != NEVER) {
            node.schedule(fate.failedAfter, () -> {
                world.trace().add(log.name(), "  was told of a failure", key);
                answer.completeExceptionally(new StoreException("out of luck", fate.mayPass));
            });
        }
        if (fate.copyAfter != NEVER) {
            world.simulation().at(fate.arrivesAfter + fate.copyAfter, () -> {
                world.trace().add(log.name(), "  arrived once more", key);
                var unused = effect.get();
            });
        }
    }

    private Optional<StoredObject> damaged(Optional<StoredObject> found) {
        double damage = world.profile().damage();
        if (damage == 0 || found.isEmpty() || found.get().bytes().length == 0 || random.nextDouble() >= damage) {
            return found;
        }
        StoredObject object = found.get();
        object.bytes()[random.nextInt(object.bytes().length)] ^= (byte) (1 << random.nextInt(8));
        return found;
    }

    private long way() {
        double luck = random.nextDouble();
        return (long) (MILLI * (1 + 20 * luck * luck * luck * luck));
    }

    /** Whether the store has ever said that the node has no right. */
    boolean hasBeenDenied() {
        return everDenied;
    }
}
