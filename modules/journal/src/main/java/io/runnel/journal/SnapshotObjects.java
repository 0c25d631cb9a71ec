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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots as objects of their own, {@code snapshots/<hh>/<entity>/<sequence number>}; the number stands behind that of
 * the generation, {@code <generation>-}, unless this is 0. Not fenced, and need not be: a snapshot repeats what events of
 * its generation say, and who has lost a shard cannot write events.
 */
final class SnapshotObjects {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotObjects.class);

    private static final int KEYS_AT_A_TIME = 1000;
    private static final int KEPT = 2;

    /** What a key says below its directory. */
    private record Name(int generation, long sequenceNr) {
        static Name of(String key) {
            String name = key.substring(key.lastIndexOf('/') + 1);
            int dash = name.indexOf('-');
            return new Name(
                    dash < 0 ? 0 : Integer.parseInt(name.substring(0, dash)), Long.parseLong(name.substring(dash + 1)));
        }

        String under(String directory) {
            String number = String.format("%020d", sequenceNr);
            return directory + (generation == 0 ? number : String.format("%010d-", generation) + number);
        }
    }

    private final ObjectStore store;
    private final Executor executor;

    /** @param executor goes through objects, which the store's threads are not for */
    SnapshotObjects(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    CompletionStage<Void> save(EntityAddress address, int generation, StoredSnapshot snapshot) {
        String key = new Name(generation, snapshot.sequenceNr()).under(directory(address));
        return store.put(key, snapshot.encode(), new Condition.Always()).thenAccept(stored -> {});
    }

    /** The latest of a generation that meets the criteria. */
    CompletionStage<Optional<StoredSnapshot>> load(
            EntityAddress address, int generation, SnapshotSelectionCriteria criteria) {
        return names(address, criteria)
                .thenComposeAsync(
                        names -> {
                            List<Name> own = names.stream()
                                    .filter(name -> name.generation() == generation)
                                    .toList();
                            return latest(address, criteria, own, own.size() - 1);
                        },
                        executor);
    }

    /**
     * Deletes those that newer ones stand for: all but the latest two of a generation, and those of earlier ones.
     *
     * @return the number of the earlier one of the two; 0 if there is one only
     */
    CompletionStage<Long> deleteSuperseded(EntityAddress address, int generation) {
        return names(address, SnapshotSelectionCriteria.latest())
                .thenComposeAsync(
                        names -> {
                            List<Name> own = names.stream()
                                    .filter(name -> name.generation() == generation)
                                    .toList();
                            long kept = own.size() < KEPT
                                    ? 0
                                    : own.get(own.size() - KEPT).sequenceNr();
                            List<Name> superseded = names.stream()
                                    .filter(name -> name.generation() < generation
                                            || (name.generation() == generation && name.sequenceNr() < kept))
                                    .toList();
                            return deleteAll(address, superseded).thenApply(deleted -> kept);
                        },
                        executor);
    }

    /**
     * Deletes whatever there is of an entity that has ended, of any generation up to the last. Never fails: what stays now is
     * deleted when somebody asks for the entity.
     */
    CompletionStage<Void> deleteEnded(EntityAddress address, int lastGeneration) {
        return names(address, SnapshotSelectionCriteria.latest())
                .thenComposeAsync(
                        names -> deleteAll(
                                address,
                                names.stream()
                                        .filter(name -> name.generation() <= lastGeneration)
                                        .toList()),
                        executor)
                .exceptionally(failure -> {
                    LOG.debug("snapshots of {} stay for now", address, failure);
                    return null;
                });
    }

    private CompletionStage<Void> deleteAll(EntityAddress address, List<Name> names) {
        return names.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : store.delete(names.stream()
                        .map(name -> name.under(directory(address)))
                        .toList());
    }

    /** All that meet the criteria. */
    CompletionStage<Void> delete(EntityAddress address, SnapshotSelectionCriteria criteria) {
        return names(address, criteria)
                .thenComposeAsync(names -> matching(address, criteria, names, 0, new ArrayList<>()), executor)
                .thenCompose(keys -> keys.isEmpty() ? CompletableFuture.completedFuture(null) : store.delete(keys));
    }

    private CompletionStage<Optional<StoredSnapshot>> latest(
            EntityAddress address, SnapshotSelectionCriteria criteria, List<Name> names, int index) {
        if (index < 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return get(address, names.get(index).under(directory(address)))
                .thenComposeAsync(
                        found -> found.isPresent() && timely(found.get(), criteria)
                                ? CompletableFuture.completedFuture(found)
                                : latest(address, criteria, names, index - 1),
                        executor);
    }

    private CompletionStage<List<String>> matching(
            EntityAddress address, SnapshotSelectionCriteria criteria, List<Name> names, int index, List<String> keys) {
        if (index == names.size()) {
            return CompletableFuture.completedFuture(keys);
        }
        String key = names.get(index).under(directory(address));
        if (criteria.minTimestamp() <= 0 && criteria.maxTimestamp() == Long.MAX_VALUE) {
            keys.add(key); // what Pekko's retention asks for: no need to look inside
            return matching(address, criteria, names, index + 1, keys);
        }
        return get(address, key)
                .thenComposeAsync(
                        found -> {
                            if (found.isPresent() && timely(found.get(), criteria)) {
                                keys.add(key);
                            }
                            return matching(address, criteria, names, index + 1, keys);
                        },
                        executor);
    }

    private CompletionStage<Optional<StoredSnapshot>> get(EntityAddress address, String key) {
        return store.get(key)
                .thenApplyAsync(
                        object ->
                                object.map(found -> StoredSnapshot.decode(address.persistenceId(), key, found.bytes())),
                        executor);
    }

    private static boolean timely(StoredSnapshot snapshot, SnapshotSelectionCriteria criteria) {
        return snapshot.timestamp() >= criteria.minTimestamp() && snapshot.timestamp() <= criteria.maxTimestamp();
    }

    /** Ascending within a generation, those that the criteria let pass. */
    private CompletionStage<List<Name>> names(EntityAddress address, SnapshotSelectionCriteria criteria) {
        return list(directory(address), "", new ArrayList<>())
                .thenApply(keys -> keys.stream()
                        .map(Name::of)
                        .filter(name -> name.sequenceNr() >= criteria.minSequenceNr()
                                && name.sequenceNr() <= criteria.maxSequenceNr())
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

    private static String directory(EntityAddress address) {
        EntityKey key = address.key();
        String name = String.format("%016x%016x", key.high(), key.low());
        return "snapshots/" + name.substring(0, 2) + "/" + name + "/";
    }
}
