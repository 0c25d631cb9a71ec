package io.runnel.engine;

import io.runnel.model.AppendInput;
import io.runnel.model.StreamError;

/** What an append session is fed. */
public sealed interface AppendFeed {
    record Batch(AppendInput input) implements AppendFeed {}

    /** The input cannot be understood from here on; ends the session once everything before it is acknowledged. */
    record Defect(StreamError error) implements AppendFeed {}
}
