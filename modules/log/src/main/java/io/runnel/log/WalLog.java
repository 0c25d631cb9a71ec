package io.runnel.log;

import io.runnel.model.ByteBudget;
import io.runnel.objectstore.ObjectStore;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this node over an object store, as {@code docs/formats.md} lays it out. */
final class WalLog implements EntryLog {
    private static final Logger LOG = LoggerFactory.getLogger(WalLog.class);

    private static final int CLAIMS_AT_A_TIME = 16;

    private final Id id;
    private final ObjectStore store;
    private final Loop loop;
    private final RandomGenerator random;
    private final LogSettings settings;
    private final LogListener listener;
    private final Executor background;
    private final Runnable stopThreads;
    private final Patience patience;
    private final Entities entities = new Entities();
    private final RecentSlots recent;
    private final EntrySearch search = new EntrySearch();
    private final Collector collector;
    private final ReadLease lease;
    private final Lookup lookup;
    private final CompletableFuture<Parts> opened;
    private final OwnShards shards;
    private volatile @Nullable LogWriter writer;
    private volatile @Nullable Throwable failedBefore; // before there was a writer

    /** What needs to know the installation. */
    private record Parts(LogWriter writer, Predecessors predecessors, ShardClaims claims) {}

    /**
     * @param background computes what may take a while
     * @param stopThreads frees the threads of loop and background
     */
    WalLog(
            ObjectStore store,
            int shardCount,
            LogSettings settings,
            LogListener listener,
            Loop loop,
            Executor background,
            RandomGenerator random,
            Runnable stopThreads) {
        this.id = Id.timed(loop.epochMillis(), random);
        this.store = store;
        this.loop = loop;
        this.random = random;
        this.settings = settings;
        this.listener = listener;
        this.background = background;
        this.stopThreads = stopThreads;
        this.patience = new Patience(loop, settings.giveUpAfter().toNanos());
        this.collector = new Collector(
                id,
                store,
                loop,
                patience,
                random,
                settings.compaction().deleteAfter().toNanos(),
                listener,
                this::announce);
        int leaseMillis = Math.toIntExact(settings.readLease().toMillis());
        this.lease = new ReadLease(
                id,
                store,
                loop,
                patience,
                TimeUnit.MILLISECONDS.toNanos(leaseMillis),
                settings.compaction().keepEndedLogs().toNanos(),
                new LeaseEvents());
        lease.proven(ReadLease.Moment.now(loop)); // there is no log to be ended yet
        this.recent = new RecentSlots(settings.ringBytes(), search::changed);
        LogSettings.Reads reads = settings.reads();
        BlockCache blocks = new BlockCache(
                store, new ByteBudget(reads.fetchBytes()), reads.cacheBytes(), settings.coalesceBytes() / 2);
        this.lookup = new Lookup(
                id,
                loop,
                entities,
                search,
                new EntryReader(blocks, settings.coalesceBytes(), listener),
                new ReadAhead(reads.aheadBytes(), reads.allAheadBytes(), blocks::isBusy, loop::nanoTime),
                new LookupEvents());
        this.opened = new LogOpening(store, loop, patience, random)
                .open(
                        id,
                        shardCount,
                        settings.window(),
                        leaseMillis,
                        settings.compaction().keepEndedLogs().toMillis())
                .thenApplyAsync(cluster -> assemble(cluster.id()), loop);
        this.shards = new OwnShards(
                loop, shard -> opened.thenComposeAsync(parts -> parts.claims.claim(shard), loop), this::failure);
        var unused = opened.exceptionally(failure -> {
            fail(Backoff.cause(failure));
            return null;
        });
    }

    private Parts assemble(Id cluster) {
        Throwable failed = failedBefore;
        if (failed != null) {
            throw new IllegalStateException(failed);
        }
        Runs runs = new Runs(store, cluster, new IndexCache(settings.indexCacheBytes()));
        IndexWork work = new IndexWork(cluster, id, store, loop, patience, background);
        Compaction compaction =
                new Compaction(tools(cluster), settings, entities, lookup::find, runs, lease::ask, listener);
        RollUps rollUps = new RollUps(cluster, id, settings, loop, background, work, compaction, new RollUpEvents());
        LogWriter begun = new LogWriter(
                cluster,
                id,
                store,
                loop,
                random,
                settings,
                listener,
                work::latestDurable,
                lease,
                (slot, entries, refs, index, size, latestRun, sent) -> {
                    lease.proven(sent);
                    acknowledged(slot, entries, refs);
                    rollUps.add(slot, index, refs, size);
                    collector.published(latestRun);
                });
        Inheritance inheritance = new Inheritance(entities);
        Predecessors predecessors = new Predecessors(
                id, store, loop, patience, random, runs, work, compaction, collector, new ArchiveEvents(inheritance));
        search.opened(runs);
        writer = begun;
        Leftovers leftovers = new Leftovers(store, loop, patience, runs, predecessors, collector);
        OldLogs oldLogs = new OldLogs(
                store,
                loop,
                patience,
                predecessors,
                collector,
                settings.compaction().keepEndedLogs().toNanos());
        Forgetting forgetting = new Forgetting(
                entities,
                compaction,
                rollUps,
                predecessors,
                loop,
                background,
                settings.compaction().forgetEnded());
        new Sweep(
                        loop,
                        settings.compaction().sweepInterval().toNanos(),
                        entities,
                        anythingFreed -> sweep(anythingFreed, rollUps, predecessors, leftovers, oldLogs)
                                .thenComposeAsync(done -> forgetting.sweep(), loop))
                .begin();
        LOG.debug("writing log {}", id);
        return new Parts(
                begun,
                predecessors,
                new ShardClaims(id, store, loop, patience, random, predecessors, runs, inheritance));
    }

    private Rewrite.Tools tools(Id cluster) {
        Bodies bodies = new Bodies(store, loop, patience, background, settings.coalesceBytes());
        AtomicLong segments = new AtomicLong();
        return new Rewrite.Tools(
                cluster,
                id,
                store,
                loop,
                patience,
                bodies,
                background,
                random,
                segments::incrementAndGet,
                settings.compaction().segmentBytes());
    }

    /** An object that is missing may have been collected by a node that has replaced this one. */
    private void broken(Throwable cause) {
        if (cause instanceof CorruptLogException) {
            lease.ask().whenCompleteAsync((done, fenced) -> fail(cause), loop); // unless it has failed by that
        } else {
            fail(cause);
        }
    }

    private CompletableFuture<Void> sweep(
            boolean anythingFreed, RollUps rollUps, Predecessors predecessors, Leftovers leftovers, OldLogs oldLogs) {
        if (failure() != null) {
            return new CompletableFuture<>(); // never again
        }
        CompletableFuture<Void> collected = leftovers
                .collect()
                .thenComposeAsync(done -> oldLogs.sweep(), loop)
                .exceptionally(failure -> {
                    LOG.warn("what earlier logs have left behind stays for now", failure);
                    return null;
                });
        return CompletableFuture.allOf(rollUps.sweep(anythingFreed), predecessors.sweep(anythingFreed), collected);
    }

    private final class LeaseEvents implements ReadLease.Log {
        @Override
        public @Nullable Throwable failure() {
            return WalLog.this.failure();
        }

        @Override
        public void fenced(LogFencedException how) {
            fail(how);
        }
    }

    private final class LookupEvents implements Lookup.Log {
        @Override
        public CompletionStage<Archive> archive() {
            return opened.thenComposeAsync(parts -> parts.predecessors.latest(), loop);
        }

        @Override
        public void fenced(LogFencedException how) {
            fail(how);
        }
    }

    private final class RollUpEvents implements RollUps.Events {
        @Override
        public void runs(List<RunId> runs) {
            search.own(runs);
        }

        @Override
        public void covered(long slot) {
            recent.covered(slot);
        }

        @Override
        public void released(long run, long coveredThrough, Collection<String> keys) {
            collector.release(run, coveredThrough, keys);
        }

        @Override
        public void behind(boolean isBehind) {
            pause(isBehind);
        }

        @Override
        public void broken(Throwable cause) {
            WalLog.this.broken(cause);
        }
    }

    private final class ArchiveEvents implements Predecessors.Events {
        private final Inheritance inheritance;

        ArchiveEvents(Inheritance inheritance) {
            this.inheritance = inheritance;
        }

        @Override
        public void runs(List<RunId> runs) {
            search.others(runs);
        }

        @Override
        public void archived(Id log) {
            inheritance.archived(log);
        }

        @Override
        public void broken(Throwable cause) {
            WalLog.this.broken(cause);
        }
    }

    /** On the loop. */
    private void acknowledged(long slot, LogEntry[] entries, EntryRef[] refs) {
        EntityHistory[] histories = new EntityHistory[refs.length];
        for (int i = 0; i < refs.length; i++) {
            histories[i] = entities.add(entries[i], refs[i]);
        }
        recent.add(slot, refs, histories);
    }

    private boolean announce() {
        LogWriter open = writer;
        return open != null && open.announce();
    }

    private void pause(boolean pause) {
        LogWriter open = writer;
        if (open != null) {
            open.pause(pause);
        }
    }

    @Override
    public CompletionStage<Void> claim(String shard) {
        return shards.claim(shard);
    }

    @Override
    public CompletionStage<Void> claimAll() {
        KeyList keys = new KeyList(store, loop, patience);
        return opened.thenComposeAsync(parts -> keys.of(ObjectKeys.SHARDS), loop)
                .thenCompose(manifests ->
                        Parallel.map(manifests, CLAIMS_AT_A_TIME, loop, key -> claim(ObjectKeys.shardOf(key))))
                .thenAccept(claimed -> {});
    }

    @Override
    public void append(LogEntry entry, AppendCallback callback) {
        LogWriter open = writer;
        if (open == null || !shards.has(entry.shard())) {
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
        return lookup.read(key, generation, from, until, maxBytes);
    }

    @Override
    public CompletionStage<OptionalLong> seek(EntityKey key, int generation, long timestamp, long from, long until) {
        return lookup.seek(key, generation, timestamp, from, until);
    }

    @Override
    public CompletionStage<Void> confirm() {
        return lease.confirm();
    }

    @Override
    public @Nullable Throwable failure() {
        LogWriter open = writer;
        return open == null ? failedBefore : open.failure();
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return opened.thenComposeAsync(parts -> parts.writer.drain(), loop)
                .thenComposeAsync(done -> sealed(), loop)
                .whenCompleteAsync((done, failure) -> close(), loop);
    }

    /** So that whoever comes next need not look for the end. It is found anyway. */
    private CompletionStage<Void> sealed() {
        LogWriter open = writer;
        if (open == null || open.failure() != null) {
            return CompletableFuture.completedFuture(null);
        }
        lease.end();
        return new LogSeal(store, loop, patience, random, true)
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
            collector.stop();
            LogClosedException closed = new LogClosedException();
            fail(closed);
            shards.close(closed);
            stopThreads.run();
        });
    }

    /** On the loop. */
    void fail(Throwable cause) {
        LogWriter open = writer;
        if (open == null) {
            failedBefore = failedBefore == null ? cause : failedBefore;
        } else {
            if (open.failure() == null && !(cause instanceof LogClosedException)) {
                LOG.error("the log {} has failed", id, cause);
            }
            open.fail(cause);
        }
    }
}
