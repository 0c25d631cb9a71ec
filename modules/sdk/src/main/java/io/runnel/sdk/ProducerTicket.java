package io.runnel.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * A record that was handed to a producer.
 *
 * @param accepted completes when the producer had room for the record and has taken it
 * @param acknowledged completes when the record is durable; in the order in which records were handed over
 */
public record ProducerTicket(CompletableFuture<Void> accepted, CompletableFuture<RecordAck> acknowledged) {
    /** Waits until the record is durable; see {@link Await#result}. Interruption does not withdraw the record. */
    public RecordAck await() throws InterruptedException {
        return Await.result(acknowledged);
    }
}
