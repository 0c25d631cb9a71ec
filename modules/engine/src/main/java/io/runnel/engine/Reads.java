package io.runnel.engine;

import io.runnel.engine.RangeReader.Extent;
import io.runnel.model.ErrorCode;
import io.runnel.model.Outcome;
import io.runnel.model.Position;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamError;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;

/**
 * The reading half of a stream: resolves where reads begin, gives out stored ranges, and keeps those who wait at the tail.
 * Part of {@link StreamActor}, and of its thread; what comes from the store goes to the reader without passing by here.
 */
final class Reads {
    private final Supplier<Extent> durable;
    private final RangeReader ranges;
    private final Readers readers;
    private final ActorRef stream;
    private final BiConsumer<UnaryRead, Integer> atTail;
    private final Set<UnaryRead> held = new LinkedHashSet<>();

    /** @param atTail called, on any thread, when a read of a generation has to wait; brings it to {@link #hold} */
    Reads(
            Supplier<Extent> durable,
            RangeReader ranges,
            Readers readers,
            ActorRef stream,
            BiConsumer<UnaryRead, Integer> atTail) {
        this.durable = durable;
        this.ranges = ranges;
        this.readers = readers;
        this.stream = stream;
        this.atTail = atTail;
    }

    boolean isIdle() {
        return readers.isEmpty() && held.isEmpty();
    }

    /** Resolves where a session begins. */
    void open(StreamCall.OpenRead open) {
        Extent extent = durable.get();
        if (open.request().isEmpty()) {
            opened(new ReadBeginning.At(extent.tail().seqNum()), extent, open);
            return;
        }
        ReadBeginning beginning = ReadBeginning.of(open.request(), extent.tail());
        if (beginning instanceof ReadBeginning.Seek seek) {
            ranges.seek(extent, seek.timestamp()).whenComplete((found, failure) -> {
                if (failure != null) {
                    open.refuse(unreadable());
                } else {
                    opened(ReadBeginning.found(found, open.request(), extent.tail()), extent, open);
                }
            });
        } else {
            opened(beginning, extent, open);
        }
    }

    private void opened(ReadBeginning beginning, Extent extent, StreamCall.OpenRead open) {
        open.reply()
                .give(
                        beginning instanceof ReadBeginning.At at
                                ? Outcome.done(new StreamCall.OpenedRead(
                                        stream, extent.generation(), at.seqNum(), extent.tail()))
                                : Outcome.refused(((ReadBeginning.Refused) beginning).error()));
    }

    /** Gives a session what it asks for, or lets it follow. */
    void range(ActorRef session, ReadLink.Read read) {
        Extent extent = durable.get();
        if (read.from() == extent.tail().seqNum()) {
            readers.follow(session, read.credit(), extent.tail());
            return;
        }
        ranges.read(extent, read.from(), read.wanted(), read.maxBytes())
                .whenComplete((range, failure) ->
                        session.tell(failure == null ? range : new ReadLink.Closed(unreadable()), stream));
    }

    void once(StreamCall.ReadOnce call) {
        Extent extent = durable.get();
        UnaryRead read = new UnaryRead(call, ranges);
        read.begin(extent, () -> atTail.accept(read, extent.generation()));
    }

    /**
     * A read has come to what was the tail when it looked, without finding anything.
     *
     * @return whether it is held now, until something is appended
     */
    boolean hold(UnaryRead read) {
        Extent extent = durable.get();
        if (read.next() == extent.tail().seqNum()) {
            held.add(read);
            return true;
        }
        read.proceed(extent, () -> atTail.accept(read, extent.generation()));
        return false;
    }

    void heldLongEnough(UnaryRead read) {
        if (held.remove(read)) {
            read.timedOut();
        }
    }

    /** A batch has become durable, and is the last before {@code tail}. @return the reads it was held for */
    List<UnaryRead> publish(StoredBatch batch, Position tail) {
        readers.publish(batch, tail);
        if (held.isEmpty()) {
            return List.of();
        }
        List<UnaryRead> answered = List.copyOf(held);
        held.clear();
        answered.forEach(read -> read.live(batch));
        return answered;
    }

    /** Nothing of this generation can be read any more. @return the reads that were held */
    List<UnaryRead> close(StreamError toSessions, StreamError toHeld) {
        readers.close(toSessions, durable.get().tail());
        List<UnaryRead> refused = List.copyOf(held);
        held.clear();
        refused.forEach(read -> read.refuse(toHeld));
        return refused;
    }

    static StreamError unreadable() {
        return StreamError.of(ErrorCode.STORAGE, "stored records cannot be read at the moment");
    }
}
