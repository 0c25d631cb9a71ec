package io.runnel.sdk;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream from where it left off, has every batch handled, and remembers how far that has come: every record is handled
 * at least once, in order. After a crash those are handled again that were handled since the last checkpoint.
 */
public final class CheckpointingConsumer implements AutoCloseable {
    private final StreamClient stream;
    private final Checkpoints checkpoints;
    private final ReadSessionOptions options;
    private final long saveEveryNanos;
    private volatile boolean closed;
    private volatile @Nullable ReadSession session;

    private long handledUntil;
    private boolean unsaved;
    private long savedAt;

    /** What is done with records. */
    @FunctionalInterface
    public interface Handler {
        /** Has handled the batch when it returns; what it throws ends the consumer. */
        void handle(ReadBatch batch) throws Exception;
    }

    private CheckpointingConsumer(
            StreamClient stream, Checkpoints checkpoints, ReadSessionOptions options, Duration saveEvery) {
        this.stream = stream;
        this.checkpoints = checkpoints;
        this.options = options;
        this.saveEveryNanos = saveEvery.toNanos();
    }

    /** A consumer that begins with the first record, follows the stream for ever, and saves every second. */
    public static CheckpointingConsumer of(StreamClient stream, Checkpoints checkpoints) {
        ReadOptions all = ReadOptions.from(ReadStart.beginning());
        return of(stream, checkpoints, ReadSessionOptions.of(all).withRetryForever(true), Duration.ofSeconds(1));
    }

    /**
     * A consumer.
     *
     * @param options what is read; its start counts only as long as nothing was saved
     * @param saveEvery how old a handled batch may be at most that is not saved; zero saves after every batch
     */
    public static CheckpointingConsumer of(
            StreamClient stream, Checkpoints checkpoints, ReadSessionOptions options, Duration saveEvery) {
        if (saveEvery.isNegative()) {
            throw new IllegalArgumentException("checkpoints are 0 or more apart, got " + saveEvery);
        }
        return new CheckpointingConsumer(stream, checkpoints, options, saveEvery);
    }

    /**
     * Consumes, on this thread, until the read ends or {@link #close} is called; what was handled is then saved. To be called once.
     *
     * @throws Exception what the handler threw: what was handled before it is saved, and the batch is handled again next time
     * @throws RunnelException if the stream cannot be read or a checkpoint not be saved; {@link RangeNotSatisfiableException} if
     *     the stream is shorter than what was saved
     * @throws InterruptedException if this thread is interrupted; nothing is saved then
     */
    public void run(Handler handler) throws Exception {
        OptionalLong saved = Await.result(checkpoints.load());
        try (ReadSession reading = stream.readSession(from(saved))) {
            session = reading;
            if (closed) {
                return;
            }
            try {
                consume(reading, handler);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                saveAfter(e);
                throw e;
            }
            save();
        }
    }

    private void saveAfter(Exception failure) throws InterruptedException {
        try {
            save();
        } catch (RunnelException e) {
            failure.addSuppressed(e);
        }
    }

    private ReadSessionOptions from(OptionalLong saved) {
        if (saved.isEmpty()) {
            return options;
        }
        ReadOptions onward =
                options.read().withStart(ReadStart.seqNum(saved.getAsLong())).withClamp(false);
        return new ReadSessionOptions(onward, options.readAheadBytes(), options.retryForever());
    }

    private void consume(ReadSession reading, Handler handler) throws Exception {
        savedAt = System.nanoTime();
        for (ReadBatch batch = next(reading); batch != null; batch = next(reading)) {
            handler.handle(batch);
            handledUntil = batch.records().get(batch.records().size() - 1).seqNum() + 1;
            if (!unsaved) {
                unsaved = true;
                savedAt = System.nanoTime();
            }
            if (System.nanoTime() - savedAt >= saveEveryNanos) {
                save();
            }
            if (closed) {
                return;
            }
        }
    }

    /** Saves meanwhile, if the next batch is long in coming. */
    private @Nullable ReadBatch next(ReadSession reading) throws InterruptedException {
        CompletableFuture<Optional<ReadBatch>> coming = reading.nextAsync();
        if (unsaved) {
            try {
                coming.get(saveEveryNanos - (System.nanoTime() - savedAt), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                save();
            } catch (ExecutionException e) {
                save(); // and find out below why
            }
        }
        return Await.result(coming).orElse(null);
    }

    private void save() throws InterruptedException {
        if (unsaved) {
            Await.result(checkpoints.save(handledUntil));
            unsaved = false;
        }
    }

    /** Lets {@link #run} end after the batch that is being handled; does not wait for that. Callable from any thread. */
    @Override
    public void close() {
        closed = true;
        ReadSession reading = session;
        if (reading != null) {
            reading.close();
        }
    }
}
