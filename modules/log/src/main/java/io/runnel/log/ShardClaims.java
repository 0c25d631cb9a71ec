package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Takes shards over: names this log in the shard's manifest before it writes a first entry of the shard, then ends all
 * other logs named there and loads what they say of the shard. Belongs to the loop.
 */
final class ShardClaims {
    private static final int LOGS_AT_A_TIME = 16;
    private static final int RUNS_AT_A_TIME = 16;

    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final RandomGenerator random;
    private final Predecessors predecessors;
    private final Runs runs;
    private final Inheritance inheritance;

    ShardClaims(
            Id log,
            ObjectStore store,
            Loop loop,
            Patience patience,
            RandomGenerator random,
            Predecessors predecessors,
            Runs runs,
            Inheritance inheritance) {
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.random = random;
        this.predecessors = predecessors;
        this.runs = runs;
        this.inheritance = inheritance;
    }

    /** On the loop; completes there when the shard is this log's and its entities are known. */
    CompletableFuture<Void> claim(String shard) {
        return take(shard).thenComposeAsync(this::loadAsOftenAsItChanges, loop);
    }

    /** Another node may merge what is being read, and delete it; the archive has something else in its place then. */
    private CompletableFuture<Void> loadAsOftenAsItChanges(ShardManifest manifest) {
        long version = predecessors.archive().version();
        return load(manifest)
                .exceptionallyComposeAsync(
                        failure -> {
                            Throwable cause = Backoff.cause(failure);
                            return cause instanceof CorruptLogException
                                    ? predecessors
                                            .latest()
                                            .thenComposeAsync(
                                                    archive -> archive.version() == version
                                                            ? CompletableFuture.failedFuture(cause)
                                                            : loadAsOftenAsItChanges(manifest),
                                                    loop)
                                    : CompletableFuture.failedFuture(cause);
                        },
                        loop);
    }

    /** Repeated until the manifest names this log as the owner: a lost answer is found out by reading it again. */
    private CompletableFuture<ShardManifest> take(String shard) {
        String key = ObjectKeys.shard(shard);
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> {
                            if (found.isEmpty()) {
                                ShardManifest first = ShardManifest.first(shard, log, Id.random(random));
                                return replace(key, first, new Condition.IfAbsent());
                            }
                            StoredObject object = found.get();
                            ShardManifest before = ShardManifest.decode(object.bytes(), key);
                            if (before.owner().equals(log)) {
                                return CompletableFuture.completedFuture(before);
                            }
                            return predecessors
                                    .archive(before.archiveVersion())
                                    .thenComposeAsync(
                                            archive -> replace(
                                                    key,
                                                    before.claimedBy(log, archive, Id.random(random)),
                                                    new Condition.IfMatch(object.etag())),
                                            loop);
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
        return predecessors
                .archive(manifest.archiveVersion())
                .thenComposeAsync(
                        archive -> {
                            List<Id> others = new ArrayList<>(manifest.sources());
                            others.remove(log);
                            others.removeAll(archive.logs());
                            return Parallel.map(others, LOGS_AT_A_TIME, loop, predecessors::sealed);
                        },
                        loop)
                .thenComposeAsync(logs -> load(manifest.shard(), predecessors.archive(), logs), loop);
    }

    private CompletableFuture<Void> load(String shard, Archive archive, List<SealedLog> logs) {
        List<SealedLog> beside = logs.stream()
                .filter(other -> !archive.logs().contains(other.log()))
                .toList();
        List<RunId> all = new ArrayList<>(archive.runs());
        beside.forEach(other -> all.addAll(other.runs()));
        return Parallel.map(
                        all, RUNS_AT_A_TIME, loop, run -> patience.ask(() -> runs.rows(run.log(), run.number(), shard)))
                .thenAcceptAsync(
                        rows -> {
                            Map<EntityKey, RowDelta> joined = new HashMap<>();
                            rows.forEach(
                                    some -> some.forEach((key, delta) -> joined.merge(key, delta, RowDelta::join)));
                            inheritance.take(shard, joined, beside, predecessors.archive());
                        },
                        loop);
    }
}
