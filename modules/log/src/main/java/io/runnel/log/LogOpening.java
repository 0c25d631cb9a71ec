package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** Makes a store ready for a new log: the installation's object, which must agree, and the descriptor of the log. */
final class LogOpening {
    private final ObjectStore store;
    private final Loop loop;
    private final RandomGenerator random;
    private final Patience patience;

    LogOpening(ObjectStore store, Loop loop, Patience patience, RandomGenerator random) {
        this.store = store;
        this.loop = loop;
        this.random = random;
        this.patience = patience;
    }

    /** Fails with an {@link IllegalStateException} if the installation has another number of shards. */
    CompletableFuture<ClusterObject> open(Id log, int shards, int window, int readLeaseMillis, long keptMillis) {
        return cluster(shards)
                .thenComposeAsync(
                        cluster -> {
                            LogDescriptor descriptor = new LogDescriptor(
                                    cluster.id(),
                                    log,
                                    loop.epochMillis(),
                                    window,
                                    0,
                                    0,
                                    readLeaseMillis,
                                    keptMillis,
                                    Id.random(random));
                            return describe(descriptor).thenApply(done -> cluster);
                        },
                        loop);
    }

    private CompletableFuture<ClusterObject> cluster(int shards) {
        String key = ObjectKeys.CLUSTER;
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> {
                            if (found.isEmpty()) {
                                ClusterObject first = new ClusterObject(Id.random(random), shards);
                                // Whether it was this node that created it is of no interest: it is read again.
                                return patience.ask(() -> store.put(key, first.encode(), new Condition.IfAbsent()))
                                        .thenComposeAsync(result -> cluster(shards), loop);
                            }
                            ClusterObject cluster =
                                    ClusterObject.decode(found.get().bytes(), key);
                            if (cluster.shards() != shards) {
                                throw new IllegalStateException(
                                        "runnel.shards is fixed when a store is first used: this one has "
                                                + cluster.shards() + ", the configuration says " + shards);
                            }
                            return CompletableFuture.completedFuture(cluster);
                        },
                        loop);
    }

    private CompletableFuture<Void> describe(LogDescriptor descriptor) {
        String key = ObjectKeys.descriptor(descriptor.log());
        return patience.ask(() -> store.put(key, descriptor.encode(), new Condition.IfAbsent()))
                .thenComposeAsync(
                        result -> result instanceof PutResult.Stored
                                ? CompletableFuture.completedFuture(null)
                                : requireOwn(key, descriptor),
                        loop);
    }

    private CompletableFuture<Void> requireOwn(String key, LogDescriptor descriptor) {
        return patience.ask(() -> store.get(key)).thenAccept(found -> {
            if (found.isEmpty()
                    || !LogDescriptor.decode(found.get().bytes(), key).equals(descriptor)) {
                throw new LogFencedException("another node has taken " + key);
            }
        });
    }
}
