package io.runnel.engine;

import io.runnel.model.Limits;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StoredBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes outputs of what a read session receives: stored batches are joined until an output is full, live ones stay as they
 * were appended, and everything fits a frame (contract 7.4, 8.5).
 */
final class ReadOutputs {
    /** What the protobuf of an output may take: a frame has a byte for flags. */
    private static final int MAX_ENCODED = Limits.MAX_FRAME_LENGTH - 1;
    /** What a tail takes at most: its field, and two fields of ten bytes. */
    private static final int MAX_TAIL = 2 + 2 * 11;

    private record Received(RecordSlice slice, boolean live) {}

    private final ReadBounds bounds;
    private final Deque<Received> received = new ArrayDeque<>();
    private final Deque<ReadOutput> divided = new ArrayDeque<>();
    private long records;
    private long bytes;
    private int liveBytes;

    ReadOutputs(ReadBounds bounds) {
        this.bounds = bounds;
    }

    /** @param from records before it are not wanted */
    void stored(StoredBatch batch, long from) {
        receive(Slices.from(batch, from), false);
    }

    void live(StoredBatch batch) {
        receive(batch.slice(), true);
    }

    /** Encoded bytes that wait here. */
    long bytes() {
        return bytes;
    }

    /** How many more records are of use, unsigned. */
    long wanted() {
        return Unsigned.minus(bounds.remainingCount(), records);
    }

    boolean isEmpty() {
        return received.isEmpty() && divided.isEmpty();
    }

    /** Whether a bound has been reached and everything allowed has been given out. */
    boolean isOver() {
        return bounds.reached() && divided.isEmpty();
    }

    /** Forgets what has not been given out. @return its first number; {@code end} if there is none */
    long discard(long end) {
        Received first = received.peek();
        received.clear();
        records = 0;
        bytes = 0;
        return first == null ? end : first.slice().firstSeqNum();
    }

    /** How many encoded bytes of live batches have been given out since this was last asked. */
    int takeLiveBytes() {
        int taken = liveBytes;
        liveBytes = 0;
        return taken;
    }

    /** The next output; null if there is none, be it for now or, if that {@link #isOver}, for good. */
    @Nullable
    ReadOutput next() {
        if (!divided.isEmpty()) {
            return divided.remove();
        }
        Received first = bounds.reached() ? null : received.peek();
        if (first == null) {
            return null;
        }
        return first.live() ? nextLive() : nextStored();
    }

    private @Nullable ReadOutput nextLive() {
        RecordSlice whole = remove();
        liveBytes += whole.length();
        RecordSlice allowed = bounds.take(whole);
        Position tail = new Position(whole.nextSeqNum(), whole.lastTimestamp());
        return allowed == null ? null : output(allowed, tail);
    }

    private @Nullable ReadOutput nextStored() {
        List<RecordSlice> joined = new ArrayList<>();
        int count = 0;
        int metered = 0;
        int encoded = 0;
        for (Received next = received.peek(); next != null && !next.live(); next = received.peek()) {
            RecordSlice slice = next.slice();
            count += slice.count();
            metered += slice.meteredBytes();
            encoded += slice.length();
            boolean full = count > Limits.MAX_BATCH_RECORDS
                    || metered > Limits.MAX_BATCH_METERED_BYTES
                    || encoded > MAX_ENCODED;
            if (full && !joined.isEmpty()) {
                break;
            }
            remove();
            RecordSlice allowed = bounds.take(slice);
            if (allowed != null) {
                joined.add(allowed);
            }
            if (bounds.reached()) {
                break;
            }
        }
        if (joined.size() == 1) {
            return output(joined.get(0), null);
        }
        return joined.isEmpty() ? null : new ReadOutput.Batch(joined, null);
    }

    /** One output, and others after it should the records not fit a frame together. */
    private ReadOutput output(RecordSlice slice, @Nullable Position tail) {
        int room = tail == null ? MAX_ENCODED : MAX_ENCODED - MAX_TAIL;
        if (slice.length() <= room) {
            return new ReadOutput.Batch(List.of(slice), tail);
        }
        List<RecordSlice> parts = Slices.divide(slice, room);
        for (RecordSlice part : parts.subList(0, parts.size() - 1)) {
            divided.add(new ReadOutput.Batch(List.of(part), null));
        }
        RecordSlice last = parts.get(parts.size() - 1);
        boolean fits = last.length() <= room;
        divided.add(new ReadOutput.Batch(List.of(last), fits ? tail : null));
        if (!fits && tail != null && !bounds.reached()) {
            divided.add(new ReadOutput.Heartbeat(tail));
        }
        return divided.remove();
    }

    private void receive(RecordSlice slice, boolean live) {
        received.add(new Received(slice, live));
        records += slice.count();
        bytes += slice.length();
    }

    private RecordSlice remove() {
        RecordSlice slice = received.remove().slice();
        records -= slice.count();
        bytes -= slice.length();
        return slice;
    }
}
