package io.runnel.engine;

import io.runnel.model.ReadRequest;
import io.runnel.model.RecordCursor;
import io.runnel.model.RecordSlice;
import org.jspecify.annotations.Nullable;

/** How much of what comes a read may still deliver (contract 7.2). */
final class ReadBounds {
    private static final long UNBOUNDED = -1;

    private final boolean countBound;
    private final boolean bytesBound;
    private final @Nullable Long until;
    private long count;
    private long bytes;
    private boolean reached;

    ReadBounds(ReadRequest request) {
        Long maxCount = request.count();
        Long maxBytes = request.bytes();
        countBound = maxCount != null;
        bytesBound = maxBytes != null;
        until = request.until();
        count = maxCount != null ? maxCount : UNBOUNDED;
        bytes = maxBytes != null ? maxBytes : UNBOUNDED;
        reached = request.isEmpty();
    }

    /** Whether the read is over. */
    boolean reached() {
        return reached;
    }

    /** How many records may still be delivered, unsigned. */
    long remainingCount() {
        return count;
    }

    /**
     * Takes what may be delivered of the records that come next.
     *
     * @return the beginning of {@code slice}, or all of it; null if nothing of it is allowed
     */
    @Nullable
    RecordSlice take(RecordSlice slice) {
        if (reached) {
            return null;
        }
        boolean whole = fits(slice);
        RecordSlice taken = whole ? slice : cut(slice);
        reached = !whole;
        if (taken != null) {
            if (countBound) {
                count -= taken.count();
                reached |= count == 0;
            }
            if (bytesBound) {
                bytes -= taken.meteredBytes();
                reached |= bytes == 0;
            }
        }
        return taken;
    }

    private boolean fits(RecordSlice slice) {
        return Long.compareUnsigned(slice.count(), count) <= 0
                && Long.compareUnsigned(slice.meteredBytes(), bytes) <= 0
                && (until == null || Long.compareUnsigned(slice.lastTimestamp(), until) < 0);
    }

    private @Nullable RecordSlice cut(RecordSlice slice) {
        RecordCursor cursor = new RecordCursor(slice);
        int end = slice.offset();
        int records = 0;
        int metered = 0;
        long lastTimestamp = 0;
        while (cursor.next()
                && Long.compareUnsigned(records + 1, count) <= 0
                && Long.compareUnsigned(metered + cursor.meteredBytes(), bytes) <= 0
                && (until == null || Long.compareUnsigned(cursor.timestamp(), until) < 0)) {
            records++;
            metered += cursor.meteredBytes();
            lastTimestamp = cursor.timestamp();
            end = cursor.recordEnd();
        }
        return records == 0
                ? null
                : new RecordSlice(
                        slice.array(),
                        slice.offset(),
                        end - slice.offset(),
                        slice.firstSeqNum(),
                        records,
                        lastTimestamp,
                        metered);
    }
}
