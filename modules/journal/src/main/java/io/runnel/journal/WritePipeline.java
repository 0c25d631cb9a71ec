package io.runnel.journal;

import io.runnel.log.EntityRow;
import io.runnel.log.EntryLog;
import io.runnel.log.LogEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * Lets one persistent actor have many writes in flight: a request is answered as successful as soon as it is accepted,
 * so that the actor sends the next, and each of its events when it is durable. Belongs to the journal actor's thread;
 * {@code docs/adr/0003} has the reasons.
 */
final class WritePipeline {
    private final EntryLog log;
    private final EntryCodec codec;
    private final Entities entities;
    private final Claims claims;
    private final SnapshotObjects snapshots;
    private final Completions completions;
    private final ActorRef journal;
    private final Consumer<ActorRef> watch;
    private final Map<ActorRef, Writer> writers = new HashMap<>();

    /** @param watch asks for {@link #onStopped} to be called when an actor has stopped */
    WritePipeline(
            EntryLog log,
            EntryCodec codec,
            Entities entities,
            Claims claims,
            SnapshotObjects snapshots,
            Completions completions,
            ActorRef journal,
            Consumer<ActorRef> watch) {
        this.log = log;
        this.codec = codec;
        this.entities = entities;
        this.claims = claims;
        this.snapshots = snapshots;
        this.completions = completions;
        this.journal = journal;
        this.watch = watch;
    }

    /** Answers everything in the request, in order: after what the same actor requested before. */
    void write(JournalProtocol.WriteMessages request) {
        String persistenceId = persistenceId(request);
        if (persistenceId == null) {
            accept(request, null);
            return;
        }
        claims.whenClaimed(shard(persistenceId), failure -> {
            if (failure != null) {
                refuse(writer(request), failure);
            }
            accept(request, persistenceId);
        });
    }

    /** Gives the row of an entity when nothing of it is in flight any more; empty if it has never persisted anything. */
    void settledRow(String persistenceId, CompletableFuture<Optional<EntityRow>> row) {
        claims.whenClaimed(shard(persistenceId), failure -> {
            if (failure != null) {
                row.completeExceptionally(failure);
                return;
            }
            Entity entity = entities.get(persistenceId);
            entity.whenSettled(() -> {
                // A log that has failed may have been taken over, and what it knows be out of date.
                Throwable broken = log.failure();
                if (broken != null) {
                    row.completeExceptionally(broken);
                } else {
                    row.complete(Optional.ofNullable(log.row(entity.address().key())));
                }
            });
        });
    }

    /** Hides the events that snapshots stand for, unless another generation has begun; if it fails, the next one does it. */
    void onSuperseded(RunnelJournal.Superseded superseded) {
        var unused = deleteTo(
                superseded.persistenceId(),
                superseded.toSequenceNr(),
                tail -> tail.generation() == superseded.generation());
    }

    /** Hides all events up to a sequence number, inclusive, of those accepted so far. */
    CompletionStage<Void> deleteTo(String persistenceId, long toSequenceNr) {
        return deleteTo(persistenceId, toSequenceNr, tail -> true);
    }

    private CompletionStage<Void> deleteTo(String persistenceId, long toSequenceNr, Predicate<Entity.Tail> condition) {
        CompletableFuture<Void> deleted = new CompletableFuture<>();
        claims.whenClaimed(shard(persistenceId), failure -> {
            if (failure != null) {
                deleted.completeExceptionally(failure);
                return;
            }
            Entity entity = entities.get(persistenceId);
            if (entity.address().stream()) {
                deleted.completeExceptionally(
                        new UnsupportedOperationException("a stream is trimmed by its own events: " + persistenceId));
                return;
            }
            Entity.Tail tail = entity.tail(log);
            long floor = Math.min(toSequenceNr, tail.revision()) + 1;
            if (floor <= Math.max(tail.floor(), 1) || !condition.test(tail)) {
                deleted.complete(null);
                return;
            }
            LogEntry entry = EntryCodec.floorRaised(entity.address(), tail, floor);
            append(entity, entry, new PendingDeletion(completions, entity, deleted));
        });
        return deleted;
    }

    /** An actor that has stopped writes nothing any more. */
    void onStopped(ActorRef actor) {
        writers.remove(actor);
    }

    private void accept(JournalProtocol.WriteMessages request, @Nullable String persistenceId) {
        Writer writer = writer(request);
        Throwable refusal = writer.refusal();
        writer.actor()
                .tell(
                        refusal == null
                                ? JournalProtocol.WriteMessagesSuccessful$.MODULE$
                                : new JournalProtocol.WriteMessagesFailed(refusal, atomicWrites(request)),
                        journal);
        Entity entity = persistenceId == null ? null : entities.get(persistenceId);
        Iterator<PersistentEnvelope> envelopes = request.messages().iterator();
        while (envelopes.hasNext()) {
            PersistentEnvelope envelope = envelopes.next();
            if (envelope instanceof AtomicWrite write && entity != null) {
                accept(writer, entity, write);
            } else if (envelope instanceof NonPersistentRepr deferred) {
                writer.inOrder(() -> writer.loop(deferred.payload(), deferred.sender()));
            }
        }
        forgetIfIdle(writer);
    }

    private void accept(Writer writer, Entity entity, AtomicWrite write) {
        Throwable refusal = writer.refusal();
        if (refusal != null) {
            writer.inOrder(() -> writer.fail(write, refusal));
            return;
        }
        LogEntry entry;
        try {
            entry = codec.entry(entity.address(), entity.tail(log), write);
        } catch (RejectedWriteException e) {
            writer.inOrder(() -> writer.reject(write, e.reason()));
            return;
        } catch (RuntimeException e) {
            refuse(writer, e);
            writer.inOrder(() -> writer.fail(write, e));
            return;
        }
        PendingEvents events = new PendingEvents(write, completions, (settled, failure) -> {
            if (failure != null) {
                refuse(writer, failure);
            }
            writer.settled(settled, failure);
            entity.settled(); // after the answer: whoever waits for this is told later
            forgetIfIdle(writer);
            if (failure == null && EntryCodec.ends(write)) {
                snapshots.deleteEnded(entity.address(), entry.generation()); // which it could not be recovered without
            }
        });
        writer.accepted(events);
        append(entity, entry, events);
    }

    private void append(Entity entity, LogEntry entry, Pending pending) {
        entity.accepted(entry);
        try {
            log.append(entry, pending);
        } catch (RuntimeException e) {
            pending.failed(e);
        }
    }

    /** The incarnation that the request comes from; an earlier one of the same actor gets its answers without the map. */
    private Writer writer(JournalProtocol.WriteMessages request) {
        Writer known = writers.get(request.persistentActor());
        if (known != null && known.instanceId() == request.actorInstanceId()) {
            return known;
        }
        Writer writer = new Writer(request.persistentActor(), request.actorInstanceId());
        writers.put(request.persistentActor(), writer);
        return writer;
    }

    private void refuse(Writer writer, Throwable cause) {
        if (writer.refusal() == null) {
            writer.refuse(cause);
            watch.accept(writer.actor());
        }
    }

    private void forgetIfIdle(Writer writer) {
        if (writer.idle()) {
            writers.remove(writer.actor(), writer);
        }
    }

    private String shard(String persistenceId) {
        return entities.get(persistenceId).address().shard();
    }

    private static @Nullable String persistenceId(JournalProtocol.WriteMessages request) {
        Iterator<PersistentEnvelope> envelopes = request.messages().iterator();
        while (envelopes.hasNext()) {
            if (envelopes.next() instanceof AtomicWrite write) {
                return write.persistenceId();
            }
        }
        return null;
    }

    private static int atomicWrites(JournalProtocol.WriteMessages request) {
        int count = 0;
        Iterator<PersistentEnvelope> envelopes = request.messages().iterator();
        while (envelopes.hasNext()) {
            count += envelopes.next() instanceof AtomicWrite ? 1 : 0;
        }
        return count;
    }

    private static final class PendingDeletion extends Pending {
        private final Entity entity;
        private final CompletableFuture<Void> deleted;

        PendingDeletion(Completions completions, Entity entity, CompletableFuture<Void> deleted) {
            super(completions);
            this.entity = entity;
            this.deleted = deleted;
        }

        @Override
        void settled(@Nullable Throwable failure) {
            entity.settled();
            if (failure == null) {
                deleted.complete(null);
            } else {
                deleted.completeExceptionally(failure);
            }
        }
    }
}
