package io.runnel.engine;

import com.typesafe.config.Config;
import io.runnel.model.EntityIds;
import io.runnel.model.LastOfGeneration;
import io.runnel.model.OfGeneration;
import io.runnel.model.StoredBatch;
import io.runnel.model.StreamEvent;
import io.runnel.model.StreamRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.NonPersistentRepr;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * What a log is to the engine, in memory: many writes of an actor are in flight, and become durable, or fail, when the test
 * says so. Journal, snapshots and records of an actor system share one. Thread-safe.
 */
final class TestStorage implements Extension {
    /** Actor systems that are configured with the same name here share one, as nodes share a store. */
    static final String SHARED_AS = "controlled.shared-as";

    /** What may happen to a write of the account or of a basin. */
    enum Mishap {
        NONE,
        LOST,
        /** It is durable, but who wrote it is told that it failed. */
        UNKNOWN
    }

    private static final Id ID = new Id();
    private static final Map<String, TestStorage> SHARED = new ConcurrentHashMap<>();

    private record Kept(StoredBatch batch, int generation, long expiresAtMillis) {}

    /** What is durable of one persistence id. */
    private static final class Entity {
        final List<PersistentRepr> events = new ArrayList<>();
        final List<Kept> batches = new ArrayList<>();
        long revision;

        @Nullable
        StreamRow row;
    }

    /** One write that has been accepted. */
    private record Write(JournalProtocol.WriteMessages request, AtomicWrite write) {}

    private final Map<String, Entity> entities = new HashMap<>();
    private final Map<String, Integer> highest = new HashMap<>(); // generations, of all that ever was
    private final List<String> violations = new ArrayList<>();
    private final Deque<Write> inFlight = new ArrayDeque<>();
    private boolean holding;
    private @Nullable Throwable failure;
    private CompletionStage<Boolean> confirmation = CompletableFuture.completedFuture(true);
    private Function<Object, Mishap> mishaps = event -> Mishap.NONE;
    private LongSupplier nowMillis = System::currentTimeMillis;

    static TestStorage of(ActorSystem system) {
        return ID.get(system);
    }

    /** From now on what streams write stays in flight. */
    synchronized void hold() {
        holding = true;
    }

    /** Makes the oldest writes in flight durable. */
    synchronized void release(int writes) {
        for (int i = 0; i < writes; i++) {
            durable(inFlight.remove());
        }
    }

    /** Makes everything durable, now and from now on. */
    synchronized void releaseAll() {
        holding = false;
        failure = null;
        confirmation = CompletableFuture.completedFuture(true);
        release(inFlight.size());
    }

    /** Nothing in flight becomes durable, and nothing that is written until {@link #releaseAll}. */
    synchronized void fail(Throwable cause) {
        failure = cause;
        while (!inFlight.isEmpty()) {
            refuse(inFlight.remove(), cause);
        }
    }

    /** Asked for every write of the account and of basins from now on, with its first event. */
    synchronized void mishaps(Function<Object, Mishap> dice) {
        mishaps = dice;
    }

    /** What the store says, or will say, of whether this node has been replaced. */
    synchronized void confirm(CompletionStage<Boolean> answer) {
        confirmation = answer;
    }

    synchronized CompletionStage<Boolean> confirmation() {
        return confirmation;
    }

    synchronized int inFlight() {
        return inFlight.size();
    }

    synchronized void clock(LongSupplier millis) {
        nowMillis = millis;
    }

    synchronized @Nullable StreamRow row(String persistenceId) {
        return entity(persistenceId).row;
    }

    synchronized long revision(String persistenceId) {
        return entity(persistenceId).revision;
    }

    synchronized List<PersistentRepr> events(String persistenceId) {
        return List.copyOf(entity(persistenceId).events);
    }

    /** What must never happen: something began with a generation that was taken before. */
    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** How many entities of a kind there is anything of. */
    synchronized long count(String kind) {
        return entities.entrySet().stream()
                .filter(each -> EntityIds.kind(each.getKey()).equals(kind) && each.getValue().revision > 0)
                .count();
    }

    /** The batches that survive and hold something of the range. */
    synchronized List<StoredBatch> batches(String persistenceId, int generation, long from, long until) {
        Entity entity = entity(persistenceId);
        StreamRow row = entity.row;
        long now = nowMillis.getAsLong();
        return entity.batches.stream()
                .filter(kept -> kept.generation() == generation && kept.expiresAtMillis() > now)
                .map(Kept::batch)
                .filter(batch -> Long.compareUnsigned(batch.nextSeqNum(), from) > 0
                        && Long.compareUnsigned(batch.firstSeqNum(), until) < 0
                        && (row == null || Long.compareUnsigned(batch.nextSeqNum(), row.trimPoint()) > 0))
                .toList();
    }

    /** What the journal is asked to write. */
    synchronized void write(JournalProtocol.WriteMessages request, ActorRef journal) {
        request.persistentActor().tell(JournalProtocol.WriteMessagesSuccessful$.MODULE$, journal);
        Iterator<PersistentEnvelope> envelopes = request.messages().iterator();
        while (envelopes.hasNext()) {
            PersistentEnvelope envelope = envelopes.next();
            if (envelope instanceof AtomicWrite atomic) {
                Write write = new Write(request, atomic);
                boolean ofStream = EntityIds.kind(atomic.persistenceId()).equals("stream");
                if (ofStream && failure != null) {
                    refuse(write, failure);
                } else if (ofStream && holding) {
                    inFlight.add(write);
                } else if (ofStream) {
                    durable(write);
                } else {
                    writeOfControl(write);
                }
            } else if (envelope instanceof NonPersistentRepr deferred) {
                request.persistentActor()
                        .tell(
                                new JournalProtocol.LoopMessageSuccess(deferred.payload(), request.actorInstanceId()),
                                deferred.sender());
            }
        }
    }

    private void writeOfControl(Write write) {
        Mishap mishap = mishaps.apply(write.write().payload().head().payload());
        if (mishap == Mishap.NONE) {
            durable(write);
            return;
        }
        if (mishap == Mishap.UNKNOWN) {
            Entity entity = entity(write.write().persistenceId());
            for (Iterator<PersistentRepr> reprs = write.write().payload().iterator(); reprs.hasNext(); ) {
                PersistentRepr repr = reprs.next();
                entity.revision = repr.sequenceNr();
                apply(write.write().persistenceId(), entity, repr);
            }
        }
        refuse(write, new IllegalStateException("a mishap: " + mishap));
    }

    private void durable(Write write) {
        Entity entity = entity(write.write().persistenceId());
        for (Iterator<PersistentRepr> reprs = write.write().payload().iterator(); reprs.hasNext(); ) {
            PersistentRepr repr = reprs.next();
            entity.revision = repr.sequenceNr();
            if (repr.payload() instanceof StreamEvent event) {
                apply(entity, event);
            } else {
                apply(write.write().persistenceId(), entity, repr);
            }
            JournalProtocol.WriteMessageSuccess success = new JournalProtocol.WriteMessageSuccess(
                    repr, write.request().actorInstanceId());
            write.request().persistentActor().tell(success, repr.sender());
        }
    }

    private void apply(String persistenceId, Entity entity, PersistentRepr repr) {
        if (repr.payload() instanceof OfGeneration beginning) {
            entity.events.clear();
            begins(persistenceId, beginning.generation());
        }
        if (repr.payload() instanceof BasinEvent.StreamCreated created) {
            begins("stream|" + persistenceId + "|" + created.stream(), created.generation());
        }
        entity.events.add(repr);
        if (repr.payload() instanceof LastOfGeneration) {
            // Forgotten at once, which is the worst that can happen.
            entities.remove(persistenceId);
        }
    }

    private void begins(String id, int generation) {
        Integer before = highest.put(id, generation);
        if (before != null && before >= generation) {
            violations.add(id + " begins with generation " + generation + ", and had " + before);
        }
    }

    private static void apply(Entity entity, StreamEvent event) {
        StreamRow before = entity.row;
        boolean fresh = before == null || before.generation() != event.generation();
        StoredBatch batch = event.batch();
        long nextSeqNum = fresh || before == null ? 0 : before.nextSeqNum();
        long lastTimestamp = fresh || before == null ? 0 : before.lastTimestamp();
        byte[] state = event.state() != null ? event.state() : fresh || before == null ? null : before.state();
        if (batch != null) {
            if (batch.firstSeqNum() != nextSeqNum) {
                throw new AssertionError(
                        "a batch begins at " + batch.firstSeqNum() + " and the stream ends at " + nextSeqNum);
            }
            entity.batches.add(new Kept(batch, event.generation(), event.expiresAtMillis()));
            nextSeqNum = batch.nextSeqNum();
            lastTimestamp = batch.lastTimestamp();
        }
        entity.row = new StreamRow(event.generation(), nextSeqNum, lastTimestamp, event.trimPoint(), state);
    }

    private static void refuse(Write write, Throwable cause) {
        for (Iterator<PersistentRepr> reprs = write.write().payload().iterator(); reprs.hasNext(); ) {
            PersistentRepr repr = reprs.next();
            JournalProtocol.WriteMessageFailure refusal = new JournalProtocol.WriteMessageFailure(
                    repr, cause, write.request().actorInstanceId());
            write.request().persistentActor().tell(refusal, repr.sender());
        }
    }

    private Entity entity(String persistenceId) {
        return entities.computeIfAbsent(persistenceId, id -> new Entity());
    }

    private static final class Id extends AbstractExtensionId<TestStorage> {
        @Override
        public TestStorage createExtension(ExtendedActorSystem system) {
            Config config = system.settings().config();
            return config.hasPath(SHARED_AS)
                    ? SHARED.computeIfAbsent(config.getString(SHARED_AS), name -> new TestStorage())
                    : new TestStorage();
        }
    }
}
