package io.runnel.objectstore;

import io.runnel.objectstore.RequestListener.Ending;
import io.runnel.objectstore.RequestListener.Operation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Tells a listener of every request to another store. Closing it closes the other store. */
final class ObservedObjectStore implements ObjectStore {
    private final ObjectStore store;
    private final RequestListener listener;

    ObservedObjectStore(ObjectStore store, RequestListener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        long begun = System.nanoTime();
        return observed(Operation.GET, begun, store.get(key), ObservedObjectStore::sizeOf);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        long begun = System.nanoTime();
        return observed(Operation.GET, begun, store.get(key, offset, length), ObservedObjectStore::sizeOf);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        long begun = System.nanoTime();
        return observed(Operation.GET, begun, store.age(key), found -> 0);
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        long begun = System.nanoTime();
        return observed(Operation.PUT, begun, store.put(key, bytes, condition), result -> bytes.length);
    }

    @Override
    public CompletionStage<PutResult> put(String key, List<ByteBuffer> parts, Condition condition) {
        long begun = System.nanoTime();
        return observed(Operation.PUT, begun, store.put(key, parts, condition), result -> Bytes.size(parts));
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        long begun = System.nanoTime();
        return observed(Operation.DELETE, begun, store.delete(keys), done -> 0);
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        long begun = System.nanoTime();
        return observed(Operation.LIST, begun, store.list(prefix, startAfter, limit), keys -> 0);
    }

    @Override
    public void close() {
        store.close();
    }

    /** The listener has heard of it when the stage that is returned completes. */
    private <T> CompletionStage<T> observed(
            Operation operation, long begun, CompletionStage<T> request, ToLongFunction<T> bytes) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        request.whenComplete((result, failure) -> {
            long nanos = System.nanoTime() - begun;
            if (failure == null) {
                listener.requested(operation, ending(result), bytes.applyAsLong(result), nanos);
                answer.complete(result);
            } else {
                listener.requested(operation, Ending.FAILED, 0, nanos);
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    private static Ending ending(@Nullable Object result) {
        return result instanceof PutResult.Conflict ? Ending.CONFLICT : Ending.DONE;
    }

    private static long sizeOf(Optional<StoredObject> object) {
        return object.isPresent() ? object.get().bytes().length : 0;
    }
}
