package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers when, and what, the test says. */
final class ScriptedStore implements ObjectStore {
    final List<Put> puts = new ArrayList<>();
    final List<Get> gets = new ArrayList<>();
    boolean storesAtOnce;

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record Put(String key, byte[] bytes, CompletableFuture<PutResult> answer) {
        void stored() {
            answer.complete(new PutResult.Stored("etag"));
        }

        void conflict() {
            answer.complete(new PutResult.Conflict());
        }

        void fail() {
            answer.completeExceptionally(new StoreException("timeout", true));
        }

        void refuse() {
            answer.completeExceptionally(new StoreException("forbidden", false));
        }
    }

    record Get(String key, CompletableFuture<Optional<StoredObject>> answer) {
        void found(byte[] bytes) {
            answer.complete(Optional.of(new StoredObject(bytes, "etag", bytes.length)));
        }

        void missing() {
            answer.complete(Optional.empty());
        }

        void fail() {
            answer.completeExceptionally(new StoreException("timeout", true));
        }
    }

    Put put(int number) {
        return puts.get(number);
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        Get get = new Get(key, new CompletableFuture<>());
        gets.add(get);
        return get.answer;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
        return get(key);
    }

    @Override
    public CompletionStage<Optional<Duration>> age(String key) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
        Put put = new Put(key, bytes, new CompletableFuture<>());
        puts.add(put);
        if (storesAtOnce) {
            put.stored();
        }
        return put.answer;
    }

    @Override
    public CompletionStage<Void> delete(List<String> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
