package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Takes shards over: names this log in the shard's manifest before it writes a first entry of the shard, then ends all
 * other logs named there and loads what they say of the shard. Belongs to the loop.
 */
final class ShardClaims {
    private static final int LOGS_AT_A_TIME = 16;
    private static final Comparator<IndexedEntry> BY_AGE = Comparator.comparing(IndexedEntry::key)
            .thenComparingInt(entry -> entry.ref().generation)
            .thenComparingLong(IndexedEntry::revision)
            .thenComparing(IndexedEntry::floor, Long::compareUnsigned);

    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final RandomGenerator random;
    private final Entities entities;
    private final Patience patience;
    private final LogSeal seal;
    private final LogLoader loader;
    private final Map<Id, CompletableFuture<SealedLog>> others = new HashMap<>();

    ShardClaims(Id log, ObjectStore store, Loop loop, RandomGenerator random, Entities entities) {
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.random = random;
        this.entities = entities;
        this.patience = new Patience(loop);
        this.seal = new LogSeal(store, loop, patience, random);
        this.loader = new LogLoader(store, loop, patience);
    }

    /** On the loop; completes there when the shard is this log's and its entities are known. */
    CompletableFuture<Void> claim(String shard) {
        return take(shard).thenComposeAsync(manifest -> load(manifest), loop);
    }

    /** Repeated until the manifest names this log as the owner: a lost answer is found out by reading it again. */
    private CompletableFuture<ShardManifest> take(String shard) {
        String key = ObjectKeys.shard(shard);
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> {
                            Id nonce = Id.random(random);
                            if (found.isEmpty()) {
                                return replace(key, ShardManifest.first(shard, log, nonce), new Condition.IfAbsent());
                            }
                            StoredObject object = found.get();
                            ShardManifest before = ShardManifest.decode(object.bytes(), key);
                            return before.owner().equals(log)
                                    ? CompletableFuture.completedFuture(before)
                                    : replace(key, before.claimedBy(log, nonce), new Condition.IfMatch(object.etag()));
                        },
                        loop);
    }

    private CompletableFuture<ShardManifest> replace(String key, ShardManifest manifest, Condition condition) {
        return patience.ask(() -> store.put(key, manifest.encode(), condition))
                .thenComposeAsync(
                        result -> result instanceof PutResult.Stored
                                ? CompletableFuture.completedFuture(manifest)
                                : take(manifest.shard()),
                        loop);
    }

    private CompletableFuture<Void> load(ShardManifest manifest) {
        List<Id> sources = manifest.sources().stream()
                .filter(source -> !source.equals(log))
                .toList();
        return Parallel.map(sources, LOGS_AT_A_TIME, loop, this::sealed)
                .thenAcceptAsync(
                        logs -> {
                            Stream<IndexedEntry> entries =
                                    logs.stream().flatMap(other -> other.entries(manifest.shard()).stream());
                            entries.sorted(BY_AGE).forEach(entities::add);
                        },
                        loop);
    }

    /** Once for all shards. */
    private CompletableFuture<SealedLog> sealed(Id other) {
        CompletableFuture<SealedLog> known = others.get(other);
        if (known != null && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<SealedLog> loading = seal.seal(other, 0).thenComposeAsync(loader::load, loop);
        others.put(other, loading);
        return loading;
    }
}
