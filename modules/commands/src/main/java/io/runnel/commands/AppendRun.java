package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import io.runnel.sdk.Producer;
import io.runnel.sdk.RunnelException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Appends all records of an input, and waits until they are durable. */
final class AppendRun {
    private final Producer producer;
    private final RecordLines input;
    private final Acknowledgements acknowledgements;
    private @Nullable CompletableFuture<?> last;

    AppendRun(Producer producer, RecordLines input, Acknowledgements acknowledgements) {
        this.producer = producer;
        this.input = input;
        this.acknowledgements = acknowledgements;
    }

    /**
     * @throws CommandFailure if a line is no record; what came before is durable
     * @throws RunnelException why a record was not appended, or may not have been
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    void run() throws InterruptedException {
        producer.ended().whenComplete((done, failure) -> input.wake());
        input.start();
        try {
            CommandFailure malformed = appendAll();
            Await.result(producer.closeAsync());
            acknowledgements.finish();
            if (malformed != null) {
                throw malformed;
            }
        } catch (RunnelException e) {
            throw settled(e);
        } catch (InterruptedException e) {
            producer.abort();
            RunnelException settled = settled(null);
            if (settled != null) {
                e.addSuppressed(settled);
            }
            throw e;
        }
    }

    private @Nullable CommandFailure appendAll() throws InterruptedException {
        while (true) {
            RecordLines.Chunk chunk = input.next();
            for (AppendRecord each : chunk.records()) {
                var ticket = producer.submit(each);
                acknowledgements.expect(ticket);
                last = ticket.acknowledged();
            }
            if (chunk.end()) {
                return chunk.failure();
            }
            if (producer.ended().isDone()) {
                Await.result(producer.ended()); // throws what it has failed with
            }
        }
    }

    /** When the fate of every record is as known as it will be: that of the first that failed tells most. */
    private @Nullable RunnelException settled(@Nullable RunnelException otherwise) throws InterruptedException {
        if (last != null) {
            try {
                Await.result(last);
            } catch (RunnelException e) {
                // It is among those that are counted.
            }
        }
        acknowledgements.finish();
        acknowledgements.tellHowFar();
        RunnelException first = acknowledgements.failure();
        return first == null ? otherwise : first;
    }
}
