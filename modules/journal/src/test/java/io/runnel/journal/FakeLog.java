package io.runnel.journal;

import io.runnel.log.EntityKey;
import io.runnel.log.EntityRow;
import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A log in memory that makes entries durable, and claims shards, when the test says so. */
final class FakeLog implements EntryLog {
    private final Map<EntityKey, List<LogEntry>> durable = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> claims = new HashMap<>();
    private final Queue<Held> held = new ArrayDeque<>();
    private boolean holding;
    private boolean holdingClaims;
    private @Nullable Throwable failure;

    private record Held(LogEntry entry, AppendCallback callback) {}

    @Override
    public synchronized CompletionStage<Void> confirm() {
        return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Void> claimAll() {
        return CompletableFuture.completedFuture(null);
    }

    /** From now on entries become durable by {@link #release}. */
    synchronized FakeLog hold() {
        holding = true;
        return this;
    }

    synchronized FakeLog holdClaims() {
        holdingClaims = true;
        return this;
    }

    synchronized void release(int entries) {
        for (int i = 0; i < entries; i++) {
            Held next = held.remove();
            store(next.entry());
            next.callback().durable();
        }
    }

    synchronized void releaseClaims() {
        holdingClaims = false;
        claims.values().forEach(claim -> claim.complete(null));
    }

    synchronized void failClaims(Throwable cause) {
        holdingClaims = false;
        List<CompletableFuture<Void>> failing = new ArrayList<>(claims.values());
        claims.clear();
        failing.forEach(claim -> claim.completeExceptionally(cause));
    }

    /** Fails what is held, and all that follows until {@link #recover}. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        for (Held next = held.poll(); next != null; next = held.poll()) {
            next.callback().failed(cause);
        }
    }

    /** Which a real log never does. */
    synchronized void recover() {
        failure = null;
        holding = false;
    }

    synchronized int inFlight() {
        return held.size();
    }

    synchronized boolean asked() {
        return !claims.isEmpty();
    }

    synchronized List<LogEntry> durable(String persistenceId) {
        return List.copyOf(
                durable.getOrDefault(EntityAddress.of(persistenceId, 64).key(), List.of()));
    }

    @Override
    public synchronized CompletionStage<Void> claim(String shard) {
        CompletableFuture<Void> claim = claims.computeIfAbsent(shard, unclaimed -> new CompletableFuture<>());
        if (!holdingClaims) {
            claim.complete(null);
        }
        return claim;
    }

    @Override
    public synchronized void append(LogEntry entry, AppendCallback callback) {
        if (!claims.containsKey(entry.shard()) || !claims.get(entry.shard()).isDone()) {
            throw new IllegalStateException("not claimed: " + entry.shard());
        }
        if (failure != null) {
            callback.failed(failure);
        } else if (holding) {
            held.add(new Held(entry, callback));
        } else {
            store(entry);
            callback.durable();
        }
    }

    private void store(LogEntry entry) {
        durable.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry);
    }

    @Override
    public synchronized @Nullable EntityRow row(EntityKey key) {
        List<LogEntry> entries = durable.get(key);
        if (entries == null) {
            return null;
        }
        byte[] state = null;
        long lastTimestamp = 0;
        int generation = 0;
        for (LogEntry entry : entries) {
            if (entry.generation() != generation) {
                generation = entry.generation();
                lastTimestamp = 0;
                state = null;
            }
            state = entry.state() == null ? state : entry.state();
            lastTimestamp = entry.firstSeq() == entry.nextSeq() ? lastTimestamp : entry.lastTimestamp();
        }
        LogEntry last = entries.get(entries.size() - 1);
        return new EntityRow(generation, last.revision(), last.nextSeq(), lastTimestamp, last.floor(), state);
    }

    @Override
    public synchronized CompletionStage<List<LogEntry>> read(
            EntityKey key, int generation, long from, long until, int maxBytes) {
        EntityRow row = row(key);
        long floor = row == null ? 0 : row.floor();
        List<LogEntry> found = new ArrayList<>();
        int bytes = 0;
        for (LogEntry entry : durable.getOrDefault(key, List.of())) {
            boolean wanted = entry.generation() == generation
                    && entry.firstSeq() < until
                    && entry.nextSeq() > Math.max(from, floor)
                    && entry.firstSeq() < entry.nextSeq();
            if (wanted && (found.isEmpty() || bytes + entry.payload().length <= maxBytes)) {
                found.add(entry);
                bytes += entry.payload().length;
            } else if (wanted) {
                break;
            }
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public synchronized CompletionStage<OptionalLong> seek(
            EntityKey key, int generation, long timestamp, long from, long until) {
        OptionalLong found = durable.getOrDefault(key, List.of()).stream()
                .filter(entry -> entry.generation() == generation
                        && entry.firstSeq() < until
                        && entry.nextSeq() > from
                        && entry.firstSeq() < entry.nextSeq()
                        && entry.lastTimestamp() >= timestamp)
                .mapToLong(entry -> Math.max(entry.firstSeq(), from))
                .findFirst();
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public synchronized @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public CompletionStage<Void> shutdown() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
