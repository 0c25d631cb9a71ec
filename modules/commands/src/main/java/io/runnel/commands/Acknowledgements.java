package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.sdk.AppendAck;
import io.runnel.sdk.ProducerTicket;
import io.runnel.sdk.RecordAck;
import io.runnel.sdk.RunnelException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Keeps account of what has become of records, and prints a line for each batch, on a thread of its own. */
final class Acknowledgements {
    private final Environment environment;
    private final boolean json;
    private final BlockingQueue<Runnable> lines = new LinkedBlockingQueue<>();
    private final Thread printer = new Thread(this::print, "acknowledgements");

    // Acknowledgements come one at a time; what is told of them is asked for when they have all come.
    private volatile long handedOver;
    private volatile long durable;
    private volatile long unknown;
    private volatile @Nullable AppendAck last;
    private volatile @Nullable RunnelException failure;
    private boolean ended;

    /** @param json whether each batch is told of on standard output too, for programs */
    Acknowledgements(Environment environment, boolean json) {
        this.environment = environment;
        this.json = json;
        printer.setDaemon(true);
        printer.start();
    }

    /** Counts a record in. By one thread only. */
    @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // one writer each
    void expect(ProducerTicket ticket) {
        handedOver++;
        ticket.acknowledged().whenComplete(this::came);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer each
    private void came(@Nullable RecordAck ack, @Nullable Throwable why) {
        if (ack != null) {
            durable++;
            AppendAck batch = ack.batch();
            AppendAck before = last;
            if (before == null || before.start().seqNum() != batch.start().seqNum()) {
                last = batch;
                lines.add(() -> tell(batch));
            }
            return;
        }
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        if (cause instanceof RunnelException known) {
            if (failure == null) {
                failure = known;
            }
            if (!known.hasNoSideEffects()) {
                unknown++;
            }
        }
    }

    private void tell(AppendAck ack) {
        if (json) {
            environment.out().println(AckJson.of(ack));
        }
        environment
                .err()
                .println(environment
                        .errStyle()
                        .done("✓ [APPENDED] "
                                + Long.toUnsignedString(ack.start().seqNum()) + ".."
                                + Long.toUnsignedString(ack.end().seqNum()) + " // tail: " + ack.tail()));
    }

    private void print() {
        try {
            while (!ended) {
                lines.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until every line is printed. */
    void finish() throws InterruptedException {
        lines.add(() -> ended = true);
        printer.join();
    }

    /** What the first record that failed has failed with. */
    @Nullable
    RunnelException failure() {
        return failure;
    }

    /** For whoever has to find out how far it has come. */
    void tellHowFar() {
        AppendAck ack = last;
        StringBuilder text = new StringBuilder("■ ")
                .append(durable)
                .append(durable == 1 ? " record is durable" : " records are durable");
        if (ack != null) {
            text.append(", the last at ")
                    .append(Long.toUnsignedString(ack.end().seqNum() - 1))
                    .append(" @ ")
                    .append(Long.toUnsignedString(ack.end().timestamp()));
        }
        if (unknown > 0) {
            text.append("; of ").append(unknown).append(" more it is not known whether they were appended");
        }
        long refused = handedOver - durable - unknown;
        if (refused > 0) {
            text.append("; ").append(refused).append(refused == 1 ? " was not appended" : " were not appended");
        }
        environment.err().println(text);
    }
}
