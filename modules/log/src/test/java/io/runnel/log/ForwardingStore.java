package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Another store, for those who want to change one thing about it. */
class ForwardingStore implements ObjectStore {
    private final ObjectStore to;

    ForwardingStore(ObjectStore to) {
        this.to = to;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        return to.get(key);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return to.get(key, offset, length);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return to.age(key);
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        return to.put(key, bytes, condition);
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        return to.delete(keys);
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        return to.list(prefix, startAfter, limit);
    }

    @Override
    public void close() {
        to.close();
    }
}
