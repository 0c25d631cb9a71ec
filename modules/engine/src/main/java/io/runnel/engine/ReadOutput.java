package io.runnel.engine;

import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a read session delivers. */
public sealed interface ReadOutput {
    /**
     * Records, in order and without holes: at most 1000 of them and 1 MiB metered.
     *
     * @param slices consecutive; empty only in the answer of a unary read
     * @param tail of the stream, if the records were delivered live (contract 7.7)
     */
    record Batch(List<RecordSlice> slices, @Nullable Position tail) implements ReadOutput {
        public Batch {
            slices = List.copyOf(slices);
        }
    }

    /** Everything before {@code tail} has been delivered, and the read waits for more. */
    record Heartbeat(Position tail) implements ReadOutput {}

    /** Always the last output: the read was cut off. */
    record Ended(StreamError error) implements ReadOutput {}
}
