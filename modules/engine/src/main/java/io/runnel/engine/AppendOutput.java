package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.StreamError;

/** What an append session answers. */
public sealed interface AppendOutput {
    record Acked(AppendAck ack) implements AppendOutput {}

    /** Always the last output: nothing after the batches acknowledged so far has been, or will be, applied. */
    record Ended(StreamError error) implements AppendOutput {}
}
