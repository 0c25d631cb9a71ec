package io.runnel.journal;

import io.runnel.log.LogEntry;
import io.runnel.model.LastOfGeneration;
import io.runnel.model.OfGeneration;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.collection.Iterator;

/**
 * Turns events into log entries. A stream's event is stored as it is, its records untouched; those of other actors are
 * serialized as Pekko is configured to.
 */
final class EntryCodec {
    private static final byte[] NOTHING = new byte[0];

    private final ObjectCodec objects;
    private final UnaryOperator<PersistentRepr> adapter;

    /** @param adapter what the configured event adapters make of an event */
    EntryCodec(ObjectCodec objects, UnaryOperator<PersistentRepr> adapter) {
        this.objects = objects;
        this.adapter = adapter;
    }

    /**
     * @param tail the end of what has been accepted of the entity
     * @throws RejectedWriteException if the events cannot be stored; the actor may go on
     * @throws IllegalStateException if the actor must not go on
     */
    LogEntry entry(EntityAddress address, Entity.Tail tail, AtomicWrite write) {
        if (write.lowestSequenceNr() <= tail.revision()) {
            throw new IllegalStateException("another instance of " + address.persistenceId() + " has written event "
                    + tail.revision() + ", this one wants to write " + write.lowestSequenceNr());
        }
        if (address.stream()) {
            return streamEntry(address, tail, write);
        }
        return ends(write) ? lastEntry(address, tail, write) : eventsEntry(address, tail, write);
    }

    /** Whether nothing is left of the entity once the write is durable. */
    static boolean ends(AtomicWrite write) {
        return write.payload().head().payload() instanceof LastOfGeneration;
    }

    /** Adds nothing, and hides all events below {@code floor}. */
    static LogEntry floorRaised(EntityAddress address, Entity.Tail tail, long floor) {
        return new LogEntry(
                address.key(),
                address.shard(),
                tail.generation(),
                tail.revision(),
                tail.nextSeq(),
                tail.nextSeq(),
                0,
                0,
                Long.MAX_VALUE,
                floor,
                0,
                null,
                NOTHING);
    }

    private static LogEntry streamEntry(EntityAddress address, Entity.Tail tail, AtomicWrite write) {
        // Not rejected: a stream's next batch builds on this one, so that none may be left out.
        if (write.size() != 1 || !(write.payload().head().payload() instanceof StreamEvent event)) {
            throw new IllegalStateException("a stream persists one StreamEvent at a time: " + address.persistenceId());
        }
        long nextSeq = event.generation() == tail.generation() ? tail.nextSeq() : 0;
        StoredBatch batch = event.batch();
        if (event.generation() < tail.generation()
                || (batch != null && Long.compareUnsigned(batch.firstSeqNum(), nextSeq) < 0)) {
            throw new IllegalStateException("an event of " + address.persistenceId() + " lies before " + tail);
        }
        if (batch == null) {
            return new LogEntry(
                    address.key(),
                    address.shard(),
                    event.generation(),
                    write.highestSequenceNr(),
                    nextSeq,
                    nextSeq,
                    0,
                    0,
                    event.expiresAtMillis(),
                    event.trimPoint(),
                    0,
                    event.state(),
                    NOTHING);
        }
        return new LogEntry(
                address.key(),
                address.shard(),
                event.generation(),
                write.highestSequenceNr(),
                batch.firstSeqNum(),
                batch.nextSeqNum(),
                batch.firstTimestamp(),
                batch.lastTimestamp(),
                event.expiresAtMillis(),
                event.trimPoint(),
                batch.meteredBytes(),
                event.state(),
                batch.records());
    }

    private static LogEntry lastEntry(EntityAddress address, Entity.Tail tail, AtomicWrite write) {
        boolean matches = write.payload().head().payload() instanceof LastOfGeneration last
                && last.generation() == tail.generation();
        if (write.size() != 1 || !address.control() || !matches) {
            throw new IllegalStateException(
                    "no last event of " + address.persistenceId() + " can be written after " + tail);
        }
        long nextSeq = write.highestSequenceNr() + 1;
        return new LogEntry(
                address.key(),
                address.shard(),
                tail.generation(),
                write.highestSequenceNr(),
                nextSeq,
                nextSeq,
                0,
                0,
                Long.MAX_VALUE,
                nextSeq,
                0,
                NOTHING,
                NOTHING);
    }

    /** A generation begins with the event that says so; what was before it is hidden. */
    private static int generation(EntityAddress address, Entity.Tail tail, AtomicWrite write) {
        if (!(write.payload().head().payload() instanceof OfGeneration beginning)) {
            return tail.generation();
        }
        if (write.size() != 1 || !address.control() || beginning.generation() <= tail.generation()) {
            throw new IllegalStateException("generation " + beginning.generation() + " of " + address.persistenceId()
                    + " cannot begin after " + tail);
        }
        return beginning.generation();
    }

    private LogEntry eventsEntry(EntityAddress address, Entity.Tail tail, AtomicWrite write) {
        int generation = generation(address, tail, write);
        return new LogEntry(
                address.key(),
                address.shard(),
                generation,
                write.highestSequenceNr(),
                write.lowestSequenceNr(),
                write.highestSequenceNr() + 1,
                0,
                0,
                Long.MAX_VALUE,
                generation == tail.generation() ? tail.floor() : 0,
                write.size(),
                null,
                encoded(address, write));
    }

    private byte[] encoded(EntityAddress address, AtomicWrite write) {
        try {
            List<StoredEvent> events = new ArrayList<>(write.size());
            for (Iterator<PersistentRepr> reprs = write.payload().iterator(); reprs.hasNext(); ) {
                events.add(StoredEvent.of(adapter.apply(reprs.next()), objects));
            }
            return EventsFormat.encode(address.persistenceId(), events);
        } catch (Exception e) { // whatever an adapter or a serializer throws, checked or not
            throw new RejectedWriteException(e);
        }
    }
}
