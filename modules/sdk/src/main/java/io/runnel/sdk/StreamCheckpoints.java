package io.runnel.sdk;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Checkpoints in a stream: the last record that is no command counts. */
final class StreamCheckpoints implements Checkpoints {
    /** So many records a read must look at to find one that is no command: a load adds one command, a save another at most. */
    private static final int LOOK_BACK = 1000;

    /** Saves between two trims. */
    private static final int TRIM_EVERY = 100;

    private final StreamClient stream;
    private final @Nullable FencingToken token;
    private int saves;

    StreamCheckpoints(StreamClient stream, @Nullable FencingToken token) {
        this.stream = stream;
        this.token = token;
    }

    /** Fences first: who is fenced off before the load cannot save anything after it. */
    @Override
    public CompletableFuture<OptionalLong> load() {
        FencingToken mine = token;
        if (mine == null) {
            return read();
        }
        return stream.append(AppendRecord.fence(mine)).thenCompose(fenced -> read());
    }

    private CompletableFuture<OptionalLong> read() {
        return stream.read(ReadOptions.from(ReadStart.tailOffset(LOOK_BACK)))
                .thenApply(StreamCheckpoints::last)
                .exceptionallyCompose(failure -> Await.failure(failure) instanceof RangeNotSatisfiableException
                        ? CompletableFuture.completedFuture(OptionalLong.empty())
                        : CompletableFuture.failedFuture(Await.failure(failure)));
    }

    private static OptionalLong last(ReadBatch batch) {
        List<SequencedRecord> records = batch.records();
        for (int i = records.size() - 1; i >= 0; i--) {
            SequencedRecord record = records.get(i);
            if (!record.isCommand()) {
                return OptionalLong.of(number(record));
            }
        }
        return OptionalLong.empty();
    }

    private static long number(SequencedRecord record) {
        try {
            return Long.parseUnsignedLong(record.bodyText());
        } catch (NumberFormatException e) {
            throw new ProtocolException("record " + Long.toUnsignedString(record.seqNum())
                    + " is no checkpoint: its body is " + record.bodyLength() + " bytes that are no number");
        }
    }

    @Override
    public CompletableFuture<Void> save(long nextSeqNum) {
        AppendInput input = AppendInput.of(AppendRecord.of(Long.toUnsignedString(nextSeqNum)));
        FencingToken mine = token;
        return stream.append(mine == null ? input : input.withFencingToken(mine))
                .thenCompose(this::trim);
    }

    /** What lies before a checkpoint is of no use; that it goes is not worth failing for. */
    @SuppressWarnings("NullAway") // Void has no value but null
    private CompletableFuture<Void> trim(AppendAck saved) {
        if (++saves % TRIM_EVERY != 0) {
            return CompletableFuture.completedFuture(null);
        }
        return stream.append(AppendRecord.trim(saved.start().seqNum())).handle((trimmed, failure) -> null);
    }
}
