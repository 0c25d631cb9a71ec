package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads index runs, through a cache. Thread-safe; stages complete on threads of the store. */
final class Runs {
    private static final int TAIL = 64 * 1024; // holds most directories, and small runs altogether
    private static final int ROWS_TOGETHER = 1 << 20;

    private final ObjectStore store;
    private final Id cluster;
    private final IndexCache cache;

    private record Part(Id log, long number, int offset) {}

    Runs(ObjectStore store, Id cluster, IndexCache cache) {
        this.store = store;
        this.cluster = cluster;
        this.cache = cache;
    }

    CompletableFuture<LoadedRun> load(Id log, long number) {
        String object = ObjectKeys.run(log, number);
        return cache.get(
                new Part(log, number, -1),
                () -> tail(object, TAIL).thenCompose(tail -> load(log, number, object, tail)),
                LoadedRun::memory);
    }

    /** What the entries in the run do to the rows of a shard. */
    CompletionStage<Map<EntityKey, RowDelta>> rows(Id log, long number, String shard) {
        return load(log, number).thenCompose(run -> {
            RunDirectory.Section section = run.directory().shards().get(shard);
            if (section == null) {
                return CompletableFuture.completedFuture(Map.of());
            }
            int from = run.rowsOffset();
            int all = run.footer().directoryOffset() - from;
            CompletionStage<FormatReader> rows = all <= ROWS_TOGETHER
                    ? part(run, from, all).thenApply(bytes -> open(run, section, bytes, from))
                    : section(run, section);
            return rows.thenApply(Runs::decodeRows);
        });
    }

    static Map<EntityKey, RowDelta> decodeRows(FormatReader in) {
        Map<EntityKey, RowDelta> rows = new HashMap<>();
        while (in.hasMore()) {
            rows.put(in.key(), RowDelta.decode(in));
        }
        return rows;
    }

    /** What the run has of the entries asked for. */
    CompletionStage<FoundRefs> find(Id log, long number, RefQuery query) {
        return load(log, number).thenCompose(run -> {
            FoundRefs found = new FoundRefs(query);
            int first = run.directory().keys().mayContain(query.key())
                    ? run.directory().firstBlock(query.key(), query.generation(), query.from(), query.timestamp())
                    : -1;
            return first < 0 ? CompletableFuture.completedFuture(found) : find(run, first, query, found);
        });
    }

    private CompletionStage<FoundRefs> find(LoadedRun run, int first, RefQuery query, FoundRefs found) {
        List<RunDirectory.Block> blocks = run.directory().blocks();
        for (int i = first; i < blocks.size(); i++) {
            CompletableFuture<FormatReader> in =
                    section(run, blocks.get(i).section()).toCompletableFuture();
            if (!in.isDone() || in.isCompletedExceptionally()) {
                int next = i + 1;
                return in.thenCompose(block -> collect(run, block, query, found)
                        ? find(run, next, query, found)
                        : CompletableFuture.completedFuture(found));
            }
            if (!collect(run, in.join(), query, found)) {
                break;
            }
        }
        return CompletableFuture.completedFuture(found);
    }

    /** @return whether the next block may have more */
    private static boolean collect(LoadedRun run, FormatReader block, RefQuery query, FoundRefs found) {
        RunBlock.Cursor cursor = new RunBlock.Cursor(block, run.directory().logs());
        while (cursor.next()) {
            int order = cursor.compareKey(query.key());
            order = order == 0 ? Integer.compare(cursor.generation(), query.generation()) : order;
            if (order > 0) {
                return false;
            }
            boolean wanted = order == 0
                    && Long.compareUnsigned(cursor.nextSeq(), query.from()) > 0
                    && Long.compareUnsigned(cursor.lastTimestamp(), query.timestamp()) >= 0;
            if (wanted && !found.offer(cursor.ref())) {
                return false;
            }
        }
        return true;
    }

    private CompletionStage<FormatReader> section(LoadedRun run, RunDirectory.Section section) {
        return part(run, section.offset(), section.length())
                .thenApply(bytes -> open(run, section, bytes, section.offset()));
    }

    private static FormatReader open(LoadedRun run, RunDirectory.Section section, byte[] bytes, int offset) {
        return run.open(section, bytes, bytes == run.whole() ? 0 : offset);
    }

    /** Bytes from {@code offset} on; the whole run if it is in memory. */
    private CompletionStage<byte[]> part(LoadedRun run, int offset, int length) {
        byte[] whole = run.whole();
        if (whole != null) {
            return CompletableFuture.completedFuture(whole);
        }
        return cache.get(
                new Part(run.footer().log(), run.footer().number(), offset),
                () -> store.get(run.object(), offset, length)
                        .thenApply(found -> found.orElseThrow(() -> CorruptLogException.missing(run.object()))
                                .bytes()),
                bytes -> bytes.length + 64);
    }

    private CompletionStage<LoadedRun> load(Id log, long number, String object, StoredObject tail) {
        RunFooter footer = RunFooter.decode(tail.bytes(), tail.size(), object);
        if (!footer.cluster().equals(cluster) || !footer.log().equals(log) || footer.number() != number) {
            throw new CorruptLogException(object + " is another run: " + footer);
        }
        int needed = footer.directoryLength() + RunFooter.SIZE;
        return needed <= tail.bytes().length
                ? CompletableFuture.completedFuture(decode(footer, tail, object))
                : tail(object, needed).thenApply(more -> decode(footer, more, object));
    }

    /** A run that was not read from the store. */
    static LoadedRun whole(byte[] bytes, String name) {
        return whole(new StoredObject(bytes, "", bytes.length), name);
    }

    /** A run of which all bytes are there. */
    static LoadedRun whole(StoredObject object, String key) {
        return decode(RunFooter.decode(object.bytes(), object.size(), key), object, key);
    }

    private static LoadedRun decode(RunFooter footer, StoredObject tail, String object) {
        byte[] bytes = tail.bytes();
        int until = bytes.length - RunFooter.SIZE;
        int from = until - footer.directoryLength();
        FormatReader in = new FormatReader(bytes, from, until, object);
        if (Crc.of(bytes, from, footer.directoryLength()) != footer.directoryCrc()) {
            throw in.corrupt("has a directory with a wrong checksum");
        }
        boolean whole = bytes.length == tail.size();
        return new LoadedRun(
                footer,
                RunDirectory.decode(in, footer.version(), footer.directoryOffset()),
                (int) tail.size(),
                whole ? bytes : null,
                object);
    }

    private CompletionStage<StoredObject> tail(String object, int length) {
        return store.get(object, -length, length)
                .thenApply(found -> found.orElseThrow(() -> CorruptLogException.missing(object)));
    }
}
