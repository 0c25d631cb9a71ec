package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Deletes what keeps others from writing to logs that ended long ago: their SEALs, and then their descriptors. How long ago is
 * for the store to say. A node that was away for half of that time asks for its descriptor before it acknowledges anything
 * ({@link ReadLease#isCertain}), and finds none. Belongs to the loop.
 */
final class OldLogs {
    private static final int LOOKS = 8; // while logs grow old
    private static final int LOGS_AT_A_TIME = 4;

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final Predecessors predecessors;
    private final Collector collector;
    private final long growOldNanos;
    private int settled; // so many logs has the archive, and none of them is left
    private long notBefore;

    /** @param growOldNanos about how long that takes; how long a log is kept is for its descriptor to say */
    OldLogs(
            ObjectStore store,
            Loop loop,
            Patience patience,
            Predecessors predecessors,
            Collector collector,
            long growOldNanos) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.predecessors = predecessors;
        this.collector = collector;
        this.growOldNanos = growOldNanos;
        this.notBefore = loop.nanoTime();
    }

    /** To be called in every sweep, on the loop. */
    CompletionStage<Void> sweep() {
        int logs = predecessors.archive().logs().size();
        if (logs == settled || loop.nanoTime() - notBefore < 0) {
            return CompletableFuture.completedFuture(null);
        }
        return new KeyList(store, loop, patience)
                .of(ObjectKeys.LOGS)
                .thenComposeAsync(
                        keys -> {
                            List<Id> left = left(Set.copyOf(keys));
                            settled = left.isEmpty() ? logs : -1;
                            notBefore = loop.nanoTime() + growOldNanos / LOOKS;
                            return Parallel.map(left, LOGS_AT_A_TIME, loop, this::deleteIfOld);
                        },
                        loop)
                .thenAccept(done -> {});
    }

    private List<Id> left(Set<String> descriptors) {
        Set<Id> uncollected = new HashSet<>(predecessors.archive().uncollected());
        List<Id> left = new ArrayList<>();
        for (Id log : predecessors.archive().logs()) {
            if (descriptors.contains(ObjectKeys.descriptor(log)) && !uncollected.contains(log)) {
                left.add(log);
            }
        }
        return left;
    }

    private CompletionStage<Void> deleteIfOld(Id log) {
        String key = ObjectKeys.descriptor(log);
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> found.isEmpty()
                                ? CompletableFuture.completedFuture(null)
                                : deleteIfOld(LogDescriptor.decode(found.get().bytes(), key)),
                        loop);
    }

    private CompletionStage<Void> deleteIfOld(LogDescriptor log) {
        if (!log.sealed() || log.keptMillis() == 0) {
            return CompletableFuture.completedFuture(null);
        }
        Duration kept = Duration.ofMillis(log.keptMillis());
        return patience.ask(() -> store.age(ObjectKeys.descriptor(log.log())))
                .thenComposeAsync(
                        age -> age.isPresent() && age.get().compareTo(kept) >= 0
                                ? delete(log)
                                : CompletableFuture.completedFuture(null),
                        loop);
    }

    /** The descriptor last: as long as it is there, it is found again. */
    private CompletionStage<Void> delete(LogDescriptor log) {
        return new KeyList(store, loop, patience)
                .of(ObjectKeys.slots(log.log()))
                .thenComposeAsync(
                        keys -> {
                            keys.removeIf(key -> !ObjectKeys.isSlotFrom(log.log(), log.end(), key));
                            return collector.deleteLater(keys);
                        },
                        loop)
                .thenComposeAsync(done -> collector.deleteLater(List.of(ObjectKeys.descriptor(log.log()))), loop);
    }
}
