package io.runnel.engine;

import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import java.util.ArrayList;
import java.util.List;

/** Cuts stored batches without copying. */
final class Slices {
    private Slices() {}

    /** The records of a batch from a number on, which must be below its end. */
    static RecordSlice from(StoredBatch batch, long seqNum) {
        RecordSlice whole = batch.slice();
        if (Long.compareUnsigned(batch.firstSeqNum(), seqNum) >= 0) {
            return whole;
        }
        RecordCursor cursor = new RecordCursor(whole);
        int skipped = 0;
        int start = 0;
        long toSkip = seqNum - batch.firstSeqNum();
        for (long i = 0; i < toSkip && cursor.next(); i++) {
            skipped += cursor.meteredBytes();
            start = cursor.recordEnd();
        }
        return new RecordSlice(
                whole.array(),
                start,
                whole.length() - start,
                seqNum,
                batch.count() - (int) toSkip,
                whole.lastTimestamp(),
                whole.meteredBytes() - skipped);
    }

    /** Divides records into parts of at most so many encoded bytes; a single record may exceed it. */
    static List<RecordSlice> divide(RecordSlice slice, int maxBytes) {
        if (slice.length() <= maxBytes) {
            return List.of(slice);
        }
        List<RecordSlice> parts = new ArrayList<>();
        RecordCursor cursor = new RecordCursor(slice);
        int start = slice.offset();
        int end = start;
        long first = slice.firstSeqNum();
        int count = 0;
        int metered = 0;
        long lastTimestamp = 0;
        while (cursor.next()) {
            if (count > 0 && cursor.recordEnd() - start > maxBytes) {
                parts.add(new RecordSlice(slice.array(), start, end - start, first, count, lastTimestamp, metered));
                start = end;
                first += count;
                count = 0;
                metered = 0;
            }
            end = cursor.recordEnd();
            count++;
            metered += cursor.meteredBytes();
            lastTimestamp = cursor.timestamp();
        }
        parts.add(new RecordSlice(slice.array(), start, end - start, first, count, lastTimestamp, metered));
        return parts;
    }
}
