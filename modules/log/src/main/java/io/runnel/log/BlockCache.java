package io.runnel.log;

import io.runnel.model.ByteBudget;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Parts of objects: fetched within a bound on what is under way, in turn, then kept within another bound, so that whoever
 * wants the same meanwhile or soon afterwards asks for nothing. An object never changes, so a block is never wrong.
 * Thread-safe.
 */
final class BlockCache {
    private final ObjectStore store;
    private final ByteBudget underWay;
    private final long maxBytes;
    private final int leastBytes;
    private final Map<Place, NavigableMap<Integer, Block>> byPlace = new HashMap<>();
    private final Map<Block, Block> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes; // of those that have been fetched
    private volatile boolean inMemory; // the store, too: it answers at once

    /** Consecutive bytes of an object. Shorter than was asked for if the object ends within. */
    static final class Block {
        final Place place;
        final int offset;
        private int length;
        private int kept; // of it, as far as the bound is concerned: 0 until it is there
        private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();

        private Block(Place place, int offset, int length) {
            this.place = place;
            this.offset = offset;
            this.length = length;
        }

        int length() {
            return length;
        }

        /** Completes on a thread of the store, which must not be blocked. */
        CompletableFuture<byte[]> bytes() {
            return bytes;
        }

        private boolean covers(int from, int until) {
            return from >= offset && until <= offset + length;
        }
    }

    /**
     * @param underWay what is being fetched takes room here, and waits in line for it
     * @param maxBytes that are kept
     * @param leastBytes to fetch at a time: neighbours of what is wanted are likely to be next
     */
    BlockCache(ObjectStore store, ByteBudget underWay, long maxBytes, int leastBytes) {
        this.store = store;
        this.underWay = underWay;
        this.maxBytes = maxBytes;
        this.leastBytes = maxBytes == 0 ? 0 : leastBytes;
    }

    /** Whether what is fetched now has to wait in line. */
    boolean isBusy() {
        return underWay.waitingBytes() > 0;
    }

    /** A block with these bytes, if there is one, or one is being fetched. Its holder has locked this cache. */
    @Nullable
    Block find(Place place, int from, int until) {
        NavigableMap<Integer, Block> blocks = byPlace.get(place);
        Map.Entry<Integer, Block> before = blocks == null ? null : blocks.floorEntry(from);
        if (before == null || !before.getValue().covers(from, until)) {
            return null;
        }
        byUse.get(before.getValue()); // counts as a use
        return before.getValue();
    }

    /** A block that is to be {@linkplain #fetch fetched} at once. Its holder has locked this cache. */
    Block add(Place place, int from, int until) {
        Block block = new Block(place, from, Math.max(inMemory ? 0 : leastBytes, until - from));
        Block shorter =
                byPlace.computeIfAbsent(place, unknown -> new TreeMap<>()).put(from, block);
        if (shorter != null) {
            bytes -= shorter.kept;
            byUse.remove(shorter);
        }
        byUse.put(block, block);
        return block;
    }

    void fetch(Block block) {
        int asked = block.length;
        underWay.acquire(new ByteBudget.Waiter(asked, () -> {
            CompletionStage<Optional<StoredObject>> answer;
            try {
                answer = store.get(block.place.key(), block.offset, asked);
            } catch (RuntimeException e) {
                answer = CompletableFuture.failedFuture(e);
            }
            inMemory = answer.toCompletableFuture().isDone();
            answer.whenComplete((found, failure) -> {
                underWay.release(asked);
                if (failure != null) {
                    failed(block, Backoff.cause(failure));
                } else if (found.isEmpty()) {
                    failed(block, CorruptLogException.missing(block.place.key()));
                } else {
                    fetched(block, found.get().bytes());
                }
            });
        }));
    }

    private void failed(Block block, Throwable cause) {
        forget(block);
        block.bytes.completeExceptionally(cause);
    }

    private void fetched(Block block, byte[] whole) {
        if (inMemory) {
            forget(block);
        } else {
            keep(block, whole.length);
        }
        block.bytes.complete(whole);
    }

    private synchronized void keep(Block block, int length) {
        block.length = length;
        if (!byUse.containsKey(block)) {
            return; // a longer one has taken its place
        }
        block.kept = length;
        bytes += length;
        Iterator<Block> eldest = byUse.keySet().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            Block next = eldest.next();
            if (next.kept > 0) {
                bytes -= next.kept;
                eldest.remove();
                removeFromPlace(next);
            }
        }
    }

    /** Should it be damaged, it may have been on its way here: it is fetched anew. */
    synchronized void forget(Block block) {
        if (byUse.remove(block) != null) {
            bytes -= block.kept;
            removeFromPlace(block);
        }
    }

    private void removeFromPlace(Block block) {
        NavigableMap<Integer, Block> blocks = byPlace.get(block.place);
        if (blocks != null && blocks.remove(block.offset, block) && blocks.isEmpty()) {
            byPlace.remove(block.place);
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
