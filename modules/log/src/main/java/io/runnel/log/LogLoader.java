package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

/** Reads the indexes of a sealed log, never its entries. */
final class LogLoader {
    private static final int AT_A_TIME = 64;
    private static final int TAIL = 16 * 1024; // holds the index of most objects

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;

    LogLoader(ObjectStore store, Loop loop, Patience patience) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
    }

    CompletableFuture<SealedLog> load(LogDescriptor log) {
        List<Long> slots = LongStream.range(1, log.end()).boxed().toList();
        return Parallel.map(slots, AT_A_TIME, loop, slot -> index(log, slot))
                .thenApplyAsync(
                        indexes -> {
                            Map<String, List<IndexedEntry>> byShard = new HashMap<>();
                            for (List<IndexedEntry> index : indexes) {
                                for (IndexedEntry entry : index) {
                                    byShard.computeIfAbsent(entry.shard(), shard -> new ArrayList<>())
                                            .add(entry);
                                }
                            }
                            return new SealedLog(byShard);
                        },
                        loop);
    }

    private CompletionStage<List<IndexedEntry>> index(LogDescriptor log, long slot) {
        String key = ObjectKeys.slot(log.log(), slot);
        return tail(key, TAIL)
                .thenComposeAsync(
                        object -> {
                            WalFooter footer = footer(log, slot, object, key);
                            int needed = footer.indexLength() + WalFooter.SIZE;
                            return needed <= object.bytes().length
                                    ? CompletableFuture.completedFuture(decode(footer, object.bytes(), key))
                                    : tail(key, needed).thenApply(more -> decode(footer, more.bytes(), key));
                        },
                        loop);
    }

    private CompletableFuture<StoredObject> tail(String key, int length) {
        return patience.ask(() -> store.get(key, -length, length))
                .thenApply(found -> found.orElseThrow(() -> new CorruptLogException(key + " is missing")));
    }

    private static WalFooter footer(LogDescriptor log, long slot, StoredObject object, String key) {
        WalFooter footer = WalFooter.decode(object.bytes(), object.size(), key);
        if (footer.kind() != WalFooter.DATA
                || !footer.cluster().equals(log.cluster())
                || !footer.log().equals(log.log())
                || footer.slot() != slot) {
            throw new CorruptLogException(key + " is not the entries of that slot: " + footer);
        }
        return footer;
    }

    private static List<IndexedEntry> decode(WalFooter footer, byte[] tail, String key) {
        return WalIndex.decode(footer, tail, tail.length - WalFooter.SIZE - footer.indexLength(), key);
    }
}
