package io.runnel.objectstore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Two stores as one: the objects of the write-ahead log in one of them, all others in the other. Closing it closes both. */
final class SplitObjectStore implements ObjectStore {
    /** What the keys of the log's objects begin with. */
    static final String WAL = "wal/";

    private final ObjectStore main;
    private final ObjectStore wal;

    SplitObjectStore(ObjectStore main, ObjectStore wal) {
        this.main = main;
        this.wal = wal;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return of(key).get(key);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return of(key).get(key, offset, length);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return of(key).age(key);
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return of(key).put(key, bytes, condition);
    }

    @Override
    public CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        return of(key).put(key, parts, condition);
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        List<String> ofLog = keys.stream().filter(SplitObjectStore::isLogs).toList();
        if (ofLog.isEmpty()) {
            return main.delete(keys);
        }
        if (ofLog.size() == keys.size()) {
            return wal.delete(keys);
        }
        List<String> others = keys.stream().filter(key -> !isLogs(key)).toList();
        return main.delete(others).thenCompose(done -> wal.delete(ofLog));
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        if (isLogs(prefix)) {
            return wal.list(prefix, startAfter, limit);
        }
        CompletionStage<List<String>> others = main.list(prefix, startAfter, limit);
        if (!WAL.startsWith(prefix)) {
            return others;
        }
        // The main store has no such keys. Each list is complete up to its limit, so their beginning is, too.
        return others.thenCombine(
                wal.list(WAL, startAfter, limit),
                (one, other) -> Stream.concat(one.stream(), other.stream())
                        .sorted()
                        .limit(limit)
                        .toList());
    }

    @Override
    public void close() {
        try {
            wal.close();
        } finally {
            main.close();
        }
    }

    private ObjectStore of(String key) {
        return isLogs(key) ? wal : main;
    }

    private static boolean isLogs(String key) {
        return key.startsWith(WAL);
    }
}
