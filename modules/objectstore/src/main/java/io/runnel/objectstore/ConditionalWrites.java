package io.runnel.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a store keeps the conditions of writes. More than one node on one that does not would lose records. */
public sealed interface ConditionalWrites {
    record Supported() implements ConditionalWrites {}

    /** @param reason what the store did, for people */
    record Unsupported(String reason) implements ConditionalWrites {}

    /** Tries it with an object of its own, below {@code probe/}, which is deleted afterwards. */
    static CompletionStage<ConditionalWrites> probe(ObjectStore store) {
        String key = "probe/" + UUID.randomUUID();
        byte[] bytes = key.getBytes(US_ASCII);
        return store.put(key, bytes, new Condition.IfAbsent())
                .thenCompose(first -> first instanceof PutResult.Stored stored
                        ? tryAgain(store, key, bytes, stored.etag())
                        : no("it refused to create an object that does not exist"))
                .thenCompose(result -> store.delete(List.of(key)).thenApply(deleted -> result));
    }

    private static CompletionStage<ConditionalWrites> tryAgain(
            ObjectStore store, String key, byte[] bytes, String etag) {
        Condition another = new Condition.IfMatch("0123456789abcdef0123456789abcdef");
        return store.put(key, bytes, new Condition.IfAbsent()).thenCompose(second -> {
            if (second instanceof PutResult.Stored) {
                return no("it replaced an object in spite of If-None-Match: *");
            }
            return store.put(key, bytes, another).thenCompose(third -> {
                if (third instanceof PutResult.Stored) {
                    return no("it replaced an object in spite of an If-Match that did not");
                }
                return store.put(key, bytes, new Condition.IfMatch(etag))
                        .thenCompose(fourth -> fourth instanceof PutResult.Stored
                                ? CompletableFuture.completedFuture(new Supported())
                                : no("it refused to replace an object whose ETag matched"));
            });
        });
    }

    private static CompletionStage<ConditionalWrites> no(String reason) {
        return CompletableFuture.completedFuture(new Unsupported(reason));
    }
}
