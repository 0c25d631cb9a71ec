package io.runnel.engine;

import io.runnel.engine.RangeReader.Extent;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A read that is answered once (contract 7.6). Used by one thread after the other. */
final class UnaryRead {
    private static final int RANGE_BYTES = 2 << 20; // of any record's size; a batch of tiny headers may need another

    private final StreamCall.ReadOnce call;
    private final RangeReader reader;
    private final ReadBounds bounds;
    private final List<RecordSlice> slices = new ArrayList<>();
    private long next;

    UnaryRead(StreamCall.ReadOnce call, RangeReader reader) {
        this.call = call;
        this.reader = reader;
        this.bounds = new ReadBounds(call.request());
    }

    /** How long it may be held at the tail; 0 if it may not. */
    long waitSecs() {
        Long wait = call.request().waitSecs();
        return wait == null ? 0 : wait;
    }

    /** Where it has got to. */
    long next() {
        return next;
    }

    /**
     * Begins to read.
     *
     * @param atTail called, on any thread, if nothing was found and the read may wait; otherwise it is answered
     */
    void begin(Extent extent, Runnable atTail) {
        Position tail = extent.tail();
        if (bounds.reached()) {
            answer(null);
            return;
        }
        ReadBeginning beginning = ReadBeginning.of(call.request(), tail);
        if (beginning instanceof ReadBeginning.Seek seek) {
            reader.seek(extent, seek.timestamp()).whenComplete((found, failure) -> {
                if (failure != null) {
                    failed();
                } else {
                    begin(ReadBeginning.found(found, call.request(), tail), extent, atTail);
                }
            });
        } else {
            begin(beginning, extent, atTail);
        }
    }

    private void begin(ReadBeginning beginning, Extent extent, Runnable atTail) {
        if (beginning instanceof ReadBeginning.At at) {
            next = at.seqNum();
            proceed(extent, atTail);
        } else {
            call.refuse(((ReadBeginning.Refused) beginning).error());
        }
    }

    /** Reads on to the tail, or to a bound. */
    void proceed(Extent extent, Runnable atTail) {
        if (next == extent.tail().seqNum()) {
            if (slices.isEmpty() && waitSecs() > 0) {
                atTail.run();
            } else {
                answer(null);
            }
            return;
        }
        CompletionStage<ReadLink.Range> range = reader.read(extent, next, bounds.remainingCount(), RANGE_BYTES);
        range.whenComplete((found, failure) -> {
            if (failure != null) {
                failed();
                return;
            }
            for (StoredBatch batch : found.batches()) {
                take(Slices.from(batch, found.from()));
            }
            next = found.next();
            if (bounds.reached()) {
                answer(null);
            } else {
                proceed(extent, atTail);
            }
        });
    }

    /** The first batch after the tail at which it was held (contract 7.4). */
    void live(StoredBatch batch) {
        take(batch.slice());
        answer(slices.isEmpty() ? null : batch.end());
    }

    /** It has been held for long enough. */
    void timedOut() {
        answer(null);
    }

    void refuse(StreamError error) {
        call.refuse(error);
    }

    private void take(RecordSlice slice) {
        RecordSlice taken = bounds.take(slice);
        if (taken != null) {
            slices.add(taken);
        }
    }

    private void answer(@Nullable Position tail) {
        call.reply().give(Outcome.done(new ReadOutput.Batch(slices, tail)));
    }

    private void failed() {
        call.refuse(Reads.unreadable());
    }
}
