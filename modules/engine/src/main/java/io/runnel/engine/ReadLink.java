package io.runnel.engine;

import io.runnel.model.Position;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.util.List;

/**
 * What a read session and its stream say to each other, directly. The session is known by the sender of its messages, and
 * ends when that stops. It asks for one range after the other; having asked for what begins at the tail, it follows: it
 * is sent what becomes durable until its credit is used up, and then has to ask again.
 */
final class ReadLink {
    private ReadLink() {}

    /**
     * Session to stream.
     *
     * @param generation of the stream that was opened
     * @param from the first number wanted, unsigned
     * @param wanted how many records are of use, unsigned; more may come
     * @param maxBytes encoded bytes of a range; a single batch may exceed it
     * @param credit bytes of live batches it has room for, should it follow
     */
    record Read(int generation, long from, long wanted, int maxBytes, int credit) implements StreamActor.Command {}

    /** Session to stream: so many more bytes of live batches have been delivered. */
    record Credit(int bytes) implements StreamActor.Command {}

    /**
     * Stream to session: stored batches.
     *
     * @param from the first number that may be delivered, at or past the one asked for; the first batch may begin before
     * @param batches consecutive; empty if nothing survives in the range
     * @param next where the range ends: the number to ask for next
     * @param tail of the stream, at or past {@code next}
     */
    record Range(long from, List<StoredBatch> batches, long next, Position tail) {}

    /** Stream to session: there is nothing after what was asked for, and the session follows from here on. */
    record Following(Position tail) {}

    /** Stream to followers: what has become durable, shared by them all. */
    record Live(List<StoredBatch> batches) {}

    /** Stream to follower: it has used up its credit and does not follow any more. */
    record Lagging(Position tail) {}

    /** Stream to session: nothing more will come. */
    record Closed(StreamError error) {}
}
