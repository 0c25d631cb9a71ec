package io.runnel.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * A batch that was handed to an append session.
 *
 * @param accepted completes when the session had room for the batch and has taken it
 * @param acknowledged completes when the batch is durable; in the order in which batches were handed over
 */
public record AppendTicket(CompletableFuture<Void> accepted, CompletableFuture<AppendAck> acknowledged) {
    /** Waits until the batch is durable; see {@link Await#result}. Interruption does not withdraw the batch. */
    public AppendAck await() throws InterruptedException {
        return Await.result(acknowledged);
    }
}
