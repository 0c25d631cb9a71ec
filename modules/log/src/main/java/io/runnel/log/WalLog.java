package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this node over an object store, as {@code docs/formats.md} lays it out. */
final class WalLog implements EntryLog {
    private static final Logger LOG = LoggerFactory.getLogger(WalLog.class);

    private final Id id;
    private final ObjectStore store;
    private final Loop loop;
    private final RandomGenerator random;
    private final LogSettings settings;
    private final LogListener listener;
    private final Runnable stopLoop;
    private final Entities entities = new Entities();
    private final Ring ring;
    private final EntryReader reader;
    private final ShardClaims claims;
    private final CompletableFuture<LogWriter> opened;
    private final Map<String, CompletableFuture<Void>> claimed = new ConcurrentHashMap<>();
    private final Set<String> writable = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LogWriter writer;
    private volatile @Nullable Throwable brokenBefore; // before there was a writer

    /** @param stopLoop frees the loop's thread */
    WalLog(
            ObjectStore store,
            int shards,
            LogSettings settings,
            LogListener listener,
            Loop loop,
            RandomGenerator random,
            Runnable stopLoop) {
        this.id = Id.timed(loop.epochMillis(), random);
        this.store = store;
        this.loop = loop;
        this.random = random;
        this.settings = settings;
        this.listener = listener;
        this.stopLoop = stopLoop;
        this.ring = new Ring(settings.ringBytes());
        this.reader = new EntryReader(store, settings.coalesceBytes(), listener);
        this.claims = new ShardClaims(id, store, loop, random, entities);
        this.opened = new LogOpening(store, loop, random)
                .open(id, shards, settings.window())
                .thenApplyAsync(this::begin, loop);
        var unused = opened.exceptionally(failure -> {
            fail(Backoff.cause(failure));
            return null;
        });
    }

    private LogWriter begin(ClusterObject cluster) {
        Throwable broken = brokenBefore;
        if (broken != null) {
            throw new IllegalStateException(broken);
        }
        LogWriter begun = new LogWriter(cluster.id(), id, store, loop, random, settings, listener, this::acknowledged);
        writer = begun;
        LOG.info("writing log {}", id);
        return begun;
    }

    /** On the loop. */
    private void acknowledged(long slot, LogEntry[] entries, EntryRef[] refs) {
        for (int i = 0; i < refs.length; i++) {
            entities.add(entries[i], refs[i]);
        }
        ring.add(refs);
    }

    @Override
    public CompletionStage<Void> claim(String shard) {
        CompletableFuture<Void> known = claimed.get(shard);
        return (known == null ? claimed.computeIfAbsent(shard, this::beginClaim) : known).minimalCompletionStage();
    }

    private CompletableFuture<Void> beginClaim(String shard) {
        CompletableFuture<Void> claim = new CompletableFuture<>();
        var unused = opened.thenComposeAsync(ready -> claims.claim(shard), loop)
                .whenCompleteAsync((done, failure) -> endClaim(shard, claim, failure), loop);
        return claim;
    }

    private void endClaim(String shard, CompletableFuture<Void> claim, @Nullable Throwable failure) {
        Throwable cause = failure == null ? failure() : Backoff.cause(failure);
        if (cause == null) {
            writable.add(shard);
            claim.complete(null);
        } else {
            claimed.remove(shard);
            claim.completeExceptionally(cause);
        }
    }

    @Override
    public void append(LogEntry entry, AppendCallback callback) {
        LogWriter open = writer;
        if (open == null || !writable.contains(entry.shard())) {
            throw new IllegalStateException("the shard " + entry.shard() + " has not been claimed");
        }
        open.append(entry, callback);
    }

    @Override
    public @Nullable EntityRow row(EntityKey key) {
        EntityHistory history = entities.get(key);
        return history == null ? null : history.row();
    }

    @Override
    public CompletionStage<List<LogEntry>> read(EntityKey key, int generation, long from, long until, int maxBytes) {
        EntityHistory history = entities.get(key);
        List<EntryRef> found = find(history, generation, 0, from, until, maxBytes);
        return found.isEmpty() || history == null
                ? CompletableFuture.completedFuture(List.of())
                : reader.read(key, history.shard(), found);
    }

    @Override
    public CompletionStage<OptionalLong> seek(EntityKey key, int generation, long timestamp, long from, long until) {
        List<EntryRef> found = find(entities.get(key), generation, timestamp, from, until, 0);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(OptionalLong.empty());
        }
        long first = found.get(0).firstSeq;
        return CompletableFuture.completedFuture(OptionalLong.of(Long.compareUnsigned(first, from) < 0 ? from : first));
    }

    private List<EntryRef> find(
            @Nullable EntityHistory history, int generation, long timestamp, long from, long until, int maxBytes) {
        EntityRow row = history == null ? null : history.row();
        if (history == null || row == null || row.generation() != generation) {
            return List.of();
        }
        long floor = Long.compareUnsigned(row.floor(), from) > 0 ? row.floor() : from;
        return history.find(generation, floor, until, timestamp, maxBytes, loop.epochMillis());
    }

    @Override
    public @Nullable Throwable failure() {
        LogWriter open = writer;
        return open == null ? brokenBefore : open.failure();
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return opened.thenComposeAsync(LogWriter::drain, loop)
                .thenComposeAsync(done -> sealed(), loop)
                .whenCompleteAsync((done, failure) -> close(), loop);
    }

    /** So that whoever comes next need not look for the end. It is found anyway. */
    private CompletionStage<Void> sealed() {
        LogWriter open = writer;
        if (open == null || open.failure() != null) {
            return CompletableFuture.completedFuture(null);
        }
        return new LogSeal(store, loop, new Patience(loop), random)
                .seal(id, open.nextSlot() - 1)
                .handle((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("the log {} could not be ended", id, failure);
                    }
                    return null;
                });
    }

    @Override
    public void close() {
        loop.execute(() -> {
            fail(new LogClosedException());
            stopLoop.run();
        });
    }

    /** On the loop. */
    void fail(Throwable cause) {
        LogWriter open = writer;
        if (open == null) {
            brokenBefore = brokenBefore == null ? cause : brokenBefore;
        } else {
            if (open.failure() == null && !(cause instanceof LogClosedException)) {
                LOG.error("the log {} has failed", id, cause);
            }
            open.fail(cause);
        }
    }
}
