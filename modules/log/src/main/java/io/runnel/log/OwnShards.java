package io.runnel.log;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shards that this log has taken over, or is about to; each is taken over once. Safe for use by any thread. */
final class OwnShards {
    private final Loop loop;
    private final Function<String, CompletionStage<Void>> takeOver;
    private final Supplier<@Nullable Throwable> failure;
    private final Map<String, CompletableFuture<Void>> claimed = new ConcurrentHashMap<>();
    private final Set<String> writable = ConcurrentHashMap.newKeySet();

    /**
     * @param takeOver does it
     * @param failure what the log has failed of, or null
     */
    OwnShards(Loop loop, Function<String, CompletionStage<Void>> takeOver, Supplier<@Nullable Throwable> failure) {
        this.loop = loop;
        this.takeOver = takeOver;
        this.failure = failure;
    }

    /** @see EntryLog#claim */
    CompletionStage<Void> claim(String shard) {
        CompletableFuture<Void> known = claimed.get(shard);
        CompletableFuture<Void> claim = known == null ? claimed.computeIfAbsent(shard, this::begin) : known;
        Throwable failed = failure.get();
        if (failed != null) {
            claim.completeExceptionally(failed); // a loop that has been stopped would never do it
        }
        return claim.minimalCompletionStage();
    }

    boolean has(String shard) {
        return writable.contains(shard);
    }

    /** Nothing is taken over any more. */
    void close(LogClosedException closed) {
        claimed.values().forEach(claim -> claim.completeExceptionally(closed));
    }

    private CompletableFuture<Void> begin(String shard) {
        CompletableFuture<Void> claim = new CompletableFuture<>();
        var unused = takeOver.apply(shard).whenCompleteAsync((done, failed) -> end(shard, claim, failed), loop);
        return claim;
    }

    private void end(String shard, CompletableFuture<Void> claim, @Nullable Throwable failed) {
        Throwable cause = failed == null ? failure.get() : Backoff.cause(failed);
        if (cause == null) {
            writable.add(shard);
            claim.complete(null);
        } else {
            claimed.remove(shard);
            claim.completeExceptionally(cause);
        }
    }
}
