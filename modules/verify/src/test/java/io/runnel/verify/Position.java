package io.runnel.verify;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A place in a stream; both numbers are unsigned. */
record Position(long seqNum, long timestamp) {
    static final Position START = new Position(0, 0);

    static @Nullable Position of(@Nullable JsonNode json) {
        return json == null
                ? null
                : new Position(
                        json.required("seq_num").bigIntegerValue().longValue(),
                        json.required("timestamp").bigIntegerValue().longValue());
    }

    static Position required(@Nullable JsonNode json) {
        Position position = of(json);
        if (position == null) {
            throw new AssertionError("a position is missing");
        }
        return position;
    }
}
