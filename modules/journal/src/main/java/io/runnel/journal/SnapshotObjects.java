package io.runnel.journal;

import io.runnel.log.EntityKey;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/**
 * Snapshots as objects of their own, {@code snapshots/<hh>/<entity>/<sequence number>}. Not fenced, and need not be: a
 * snapshot repeats what events say, and who has lost a shard cannot write events.
 */
final class SnapshotObjects {
    private static final int KEYS_AT_A_TIME = 1000;

    private final ObjectStore store;
    private final Executor executor;

    /** @param executor goes through objects, which the store's threads are not for */
    SnapshotObjects(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    CompletionStage<Void> save(EntityAddress address, StoredSnapshot snapshot) {
        return store.put(key(address, snapshot.sequenceNr()), snapshot.encode(), new Condition.Always())
                .thenAccept(stored -> {});
    }

    /** The latest that meets the criteria. */
    CompletionStage<Optional<StoredSnapshot>> load(EntityAddress address, SnapshotSelectionCriteria criteria) {
        return sequenceNrs(address, criteria)
                .thenComposeAsync(numbers -> latest(address, criteria, numbers, numbers.size() - 1), executor);
    }

    CompletionStage<Void> delete(EntityAddress address, long sequenceNr) {
        return store.delete(List.of(key(address, sequenceNr)));
    }

    /** All that meet the criteria. */
    CompletionStage<Void> delete(EntityAddress address, SnapshotSelectionCriteria criteria) {
        return sequenceNrs(address, criteria)
                .thenComposeAsync(numbers -> matching(address, criteria, numbers, 0, new ArrayList<>()), executor)
                .thenCompose(keys -> keys.isEmpty() ? CompletableFuture.completedFuture(null) : store.delete(keys));
    }

    private CompletionStage<Optional<StoredSnapshot>> latest(
            EntityAddress address, SnapshotSelectionCriteria criteria, List<Long> numbers, int index) {
        if (index < 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return get(address, numbers.get(index))
                .thenComposeAsync(
                        found -> found.isPresent() && timely(found.get(), criteria)
                                ? CompletableFuture.completedFuture(found)
                                : latest(address, criteria, numbers, index - 1),
                        executor);
    }

    private CompletionStage<List<String>> matching(
            EntityAddress address,
            SnapshotSelectionCriteria criteria,
            List<Long> numbers,
            int index,
            List<String> keys) {
        if (index == numbers.size()) {
            return CompletableFuture.completedFuture(keys);
        }
        String key = key(address, numbers.get(index));
        if (criteria.minTimestamp() <= 0 && criteria.maxTimestamp() == Long.MAX_VALUE) {
            keys.add(key); // what Pekko's retention asks for: no need to look inside
            return matching(address, criteria, numbers, index + 1, keys);
        }
        return get(address, numbers.get(index))
                .thenComposeAsync(
                        found -> {
                            if (found.isPresent() && timely(found.get(), criteria)) {
                                keys.add(key);
                            }
                            return matching(address, criteria, numbers, index + 1, keys);
                        },
                        executor);
    }

    private CompletionStage<Optional<StoredSnapshot>> get(EntityAddress address, long sequenceNr) {
        String key = key(address, sequenceNr);
        return store.get(key)
                .thenApplyAsync(
                        object ->
                                object.map(found -> StoredSnapshot.decode(address.persistenceId(), key, found.bytes())),
                        executor);
    }

    private static boolean timely(StoredSnapshot snapshot, SnapshotSelectionCriteria criteria) {
        return snapshot.timestamp() >= criteria.minTimestamp() && snapshot.timestamp() <= criteria.maxTimestamp();
    }

    /** Ascending, those that the criteria let pass. */
    private CompletionStage<List<Long>> sequenceNrs(EntityAddress address, SnapshotSelectionCriteria criteria) {
        return list(directory(address), "", new ArrayList<>())
                .thenApply(keys -> keys.stream()
                        .map(key -> Long.parseLong(key.substring(key.lastIndexOf('/') + 1)))
                        .filter(number -> number >= criteria.minSequenceNr() && number <= criteria.maxSequenceNr())
                        .toList());
    }

    private CompletionStage<List<String>> list(String directory, String startAfter, List<String> keys) {
        return store.list(directory, startAfter, KEYS_AT_A_TIME)
                .thenComposeAsync(
                        more -> {
                            keys.addAll(more);
                            return more.size() < KEYS_AT_A_TIME
                                    ? CompletableFuture.completedFuture(keys)
                                    : list(directory, more.get(more.size() - 1), keys);
                        },
                        executor);
    }

    private static String key(EntityAddress address, long sequenceNr) {
        return directory(address) + String.format("%020d", sequenceNr);
    }

    private static String directory(EntityAddress address) {
        EntityKey key = address.key();
        String name = String.format("%016x%016x", key.high(), key.low());
        return "snapshots/" + name.substring(0, 2) + "/" + name + "/";
    }
}
