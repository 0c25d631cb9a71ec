package io.runnel.engine;

import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.StreamError;
import java.util.List;

/**
 * What an append session and its stream say to each other, directly. The session is known by the sender of its messages,
 * and ends when that stops.
 */
final class AppendLink {
    private AppendLink() {}

    /**
     * Session to stream: the first message.
     *
     * @param generation of the stream that was opened
     */
    record Join(int generation) implements StreamActor.Command {}

    /** @param index of the batch in the session, from 0: shows that none was lost on the way */
    record Batch(long index, AppendInput input) implements StreamActor.Command {}

    /** Stream to session: the next batches, in order, are durable. */
    record Acked(List<AppendAck> acks) {}

    /** Stream to session: the next batch was refused, and nothing after it will be applied. */
    record Failed(StreamError error) {}
}
