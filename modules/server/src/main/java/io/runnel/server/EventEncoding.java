package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.model.Position;
import io.runnel.model.StreamError;
import io.runnel.wire.Sse;
import java.time.Clock;
import org.apache.pekko.util.ByteString;

/** Server-sent events (contract 7.8). */
final class EventEncoding implements ReadEncoding {
    private final Sse events;
    private final Clock clock;

    EventEncoding(Sse events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public ByteString batch(ReadOutput.Batch batch, boolean reconnect) {
        return ByteString.fromArrayUnsafe(events.batch(batch.slices(), batch.tail()));
    }

    @Override
    public ByteString heartbeat(Position tail, boolean reconnect) {
        return ByteString.fromArrayUnsafe(events.ping(clock.millis(), tail));
    }

    @Override
    public ByteString error(StreamError error) {
        return ByteString.fromArrayUnsafe(events.error(error));
    }

    @Override
    public ByteString end() {
        return ByteString.fromArrayUnsafe(events.done());
    }

    @Override
    public boolean canAdvise() {
        return false;
    }
}
