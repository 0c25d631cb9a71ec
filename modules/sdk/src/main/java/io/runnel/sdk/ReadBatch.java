package io.runnel.sdk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that came together, in the order of their sequence numbers. Views of the bytes that were received: nothing has been
 * copied per record. Immutable.
 *
 * @param records possibly none
 * @param tail the stream's tail if the server said it, which it does while a read follows the tail; else null
 */
public record ReadBatch(
        List<SequencedRecord> records, @Nullable Position tail) {
    /** @throws NullPointerException if a record is null */
    public ReadBatch {
        records = List.copyOf(records);
    }

    /** @throws ProtocolException if the bytes are no batch */
    static ReadBatch decode(byte[] bytes, int from, int until) {
        ProtoInput in = new ProtoInput(bytes, from, until);
        List<SequencedRecord> records = new ArrayList<>();
        Position tail = null;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 | ProtoInput.BYTES -> records.add(new SequencedRecord(bytes, in, in.lengthEnd()));
                case 2 << 3 | ProtoInput.BYTES -> tail = in.position();
                default -> in.skip(tag);
            }
        }
        return new ReadBatch(records, tail);
    }

    /** Whether there are no records. */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Metered bytes of all records. */
    public long meteredBytes() {
        long bytes = 0;
        for (SequencedRecord each : records) {
            bytes += each.meteredBytes();
        }
        return bytes;
    }

    /** The same batch without command records. */
    ReadBatch withoutCommands() {
        boolean any = false;
        for (SequencedRecord each : records) {
            any |= each.isCommand();
        }
        return any ? new ReadBatch(records.stream().filter(r -> !r.isCommand()).toList(), tail) : this;
    }
}
