package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/**
 * Finds what there is to know of a sealed log, without reading its entries: its last object names its last index run,
 * which names the others; only the indexes of objects since are read one by one.
 */
final class LogLoader {
    private static final int AT_A_TIME = 64;
    private static final int TAIL = 16 * 1024; // holds the index of most objects

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final Runs runs;

    /** What the end of a WAL object says. */
    private record ObjectIndex(WalFooter footer, List<IndexedEntry> entries) {}

    LogLoader(ObjectStore store, Loop loop, Patience patience, Runs runs) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.runs = runs;
    }

    CompletableFuture<SealedLog> load(LogDescriptor log) {
        long last = log.end() - 1;
        if (last == 0) {
            return CompletableFuture.completedFuture(SealedLog.nothing(log.log()));
        }
        return index(log, last)
                .thenComposeAsync(
                        end -> {
                            long latestRun = end.footer.latestRun();
                            return latestRun == 0
                                    ? load(log, List.of(), 0)
                                    : patience.ask(() -> runs.load(log.log(), latestRun))
                                            .thenComposeAsync(
                                                    run -> load(
                                                            log,
                                                            runsOf(run),
                                                            run.directory().coveredThrough()),
                                                    loop);
                        },
                        loop);
    }

    private CompletableFuture<SealedLog> load(LogDescriptor log, List<RunId> itsRuns, long coveredThrough) {
        List<Long> slots =
                LongStream.range(coveredThrough + 1, log.end()).boxed().toList();
        return Parallel.map(slots, AT_A_TIME, loop, slot -> index(log, slot))
                .thenApplyAsync(
                        indexes -> {
                            List<IndexedEntry> tail = new ArrayList<>();
                            Map<Place, Integer> sizes = new HashMap<>();
                            for (ObjectIndex index : indexes) {
                                tail.addAll(index.entries);
                                sizes.put(new Place(log.log(), index.footer.slot()), (int) index.footer.objectSize());
                            }
                            return new SealedLog(log.log(), itsRuns, tail, sizes);
                        },
                        loop);
    }

    private static List<RunId> runsOf(LoadedRun latest) {
        List<RunId> all = new ArrayList<>(latest.directory().others());
        if (latest.directory().own()) {
            all.add(new RunId(
                    latest.footer().log(),
                    latest.footer().number(),
                    latest.directory().level(),
                    latest.size()));
        }
        return all;
    }

    private CompletableFuture<ObjectIndex> index(LogDescriptor log, long slot) {
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
                .thenApply(found -> found.orElseThrow(() -> CorruptLogException.missing(key)));
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

    private static ObjectIndex decode(WalFooter footer, byte[] tail, String key) {
        int from = tail.length - WalFooter.SIZE - footer.indexLength();
        return new ObjectIndex(footer, WalIndex.decode(footer, tail, from, key));
    }
}
