package io.runnel.server;

import com.typesafe.config.Config;
import io.runnel.model.ByteBudget;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import java.time.Duration;

/**
 * Room on this node for request bodies and frames that have not come in whole, or that nobody has taken in yet. Without
 * it many clients that send large batches at a time would fill the memory with halves of them. Small ones are not counted.
 *
 * @param room for all of them
 * @param patience how long a unary request waits for room, and how long a frame may take to come in while others wait
 */
record Arrivals(ByteBudget room, Duration patience) {
    /** A body or frame that is not counted. */
    static final int SMALL_BYTES = 64 << 10;

    private static final int SHARE_OF_HEAP = 16;
    private static final long MOST_BY_DEFAULT = 128 << 20;

    static Arrivals from(Config root) {
        Config server = root.getConfig("runnel.server");
        long capacity = server.getString("arrival-bytes").equals("auto")
                ? Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
                : server.getBytes("arrival-bytes");
        if (capacity < 1) {
            throw new IllegalArgumentException("runnel.server.arrival-bytes must be positive, was " + capacity);
        }
        return new Arrivals(new ByteBudget(capacity), server.getDuration("arrival-patience"));
    }

    /** What a unary request is answered that found no room. */
    StreamError crowded() {
        return StreamError.of(
                ErrorCode.RATE_LIMITED,
                "too many request bodies are arriving at this node: no room within " + patience.toMillis()
                        + " ms; try again");
    }

    /** Why a session is ended that holds up others. */
    StreamError slow() {
        return StreamError.of(
                ErrorCode.UNAVAILABLE,
                "a frame did not come in whole within " + patience.toMillis()
                        + " ms, while others wait for its room on this node; try again");
    }
}
