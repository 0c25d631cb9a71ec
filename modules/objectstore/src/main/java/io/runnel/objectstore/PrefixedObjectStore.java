package io.runnel.objectstore;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The part of another store whose keys begin with one directory. Closing it closes the other store. */
final class PrefixedObjectStore implements ObjectStore {
    private final ObjectStore whole;
    private final String directory;

    /** @param directory without slashes at its ends */
    PrefixedObjectStore(ObjectStore whole, String directory) {
        this.whole = whole;
        this.directory = Keys.require(directory) + "/";
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return whole.get(inside(key));
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return whole.get(inside(key), offset, length);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return whole.age(inside(key));
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return whole.put(inside(key), bytes, condition);
    }

    @Override
    public CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        return whole.put(inside(key), parts, condition);
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        return whole.delete(keys.stream().map(this::inside).toList());
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        CompletableFuture<List<String>> relative = new CompletableFuture<>();
        whole.list(directory + prefix, startAfter.isEmpty() ? "" : directory + startAfter, limit)
                .whenComplete((keys, failure) -> {
                    if (failure != null) {
                        relative.completeExceptionally(failure);
                    } else {
                        relative.complete(keys.stream()
                                .map(key -> key.substring(directory.length()))
                                .toList());
                    }
                });
        return relative;
    }

    @Override
    public void close() {
        whole.close();
    }

    private String inside(String key) {
        return directory + Keys.require(key);
    }
}
