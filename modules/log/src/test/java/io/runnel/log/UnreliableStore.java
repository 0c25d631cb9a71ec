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

/**
 * A store far away: calls take effect late and in another order, their answers come later, some do not come at all, some
 * calls never arrive, and some arrive twice. All by the seed of a simulation.
 */
final class UnreliableStore implements ObjectStore {
    private static final long MILLI = 1_000_000;

    private final ObjectStore store;
    private final Simulation simulation;
    private final Random random;
    private final double trouble;

    /** @param trouble the probability of each thing that can go wrong with a call */
    UnreliableStore(ObjectStore store, Simulation simulation, double trouble) {
        this.store = store;
        this.simulation = simulation;
        this.random = simulation.random();
        this.trouble = trouble;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return call(() -> store.get(key));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return call(() -> store.get(key, offset, length));
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return call(() -> store.age(key));
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        byte[] sent = bytes.clone();
        return call(() -> store.put(key, sent, condition));
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        return call(() -> store.delete(keys));
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        return call(() -> store.list(prefix, startAfter, limit));
    }

    @Override
    public void close() {}

    private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> effect) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (happens()) {
            fail(answer); // never arrived
            return answer;
        }
        if (happens()) {
            simulation.at(delay() * 20, () -> {
                var unused = effect.get(); // arrived twice, the second time late
            });
        }
        simulation.at(delay(), () -> {
            CompletableFuture<T> done = effect.get().toCompletableFuture();
            if (happens()) {
                fail(answer); // took effect, and the answer is lost
            } else {
                simulation.at(delay(), () -> answer.complete(done.join()));
            }
        });
        return answer;
    }

    private <T> void fail(CompletableFuture<T> answer) {
        simulation.at(
                delay(), () -> answer.completeExceptionally(new StoreException("out of luck, for the moment", true)));
    }

    private boolean happens() {
        return random.nextDouble() < trouble;
    }

    private long delay() {
        return (long) (MILLI * (1 + 20 * Math.pow(random.nextDouble(), 4)));
    }
}
