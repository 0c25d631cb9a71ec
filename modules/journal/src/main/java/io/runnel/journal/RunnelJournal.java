package io.runnel.journal;

import com.typesafe.config.Config;
import io.runnel.log.EntityRow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.PartialFunction;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/**
 * The journal plugin of Pekko Persistence over the node's {@link io.runnel.log.EntryLog}. Recovery and deletion go the way
 * of Pekko's {@code AsyncWriteJournal}; writes do not, because it lets an actor have only one in flight. What is needed
 * of Pekko's internal {@code JournalProtocol} for that is used here, in {@link WritePipeline} and in {@link Writer}.
 */
public final class RunnelJournal extends AsyncWriteJournal {
    private final Completions completions;
    private final Claims claims;
    private final WritePipeline pipeline;
    private final EventReplay replay;
    private final int shards;

    /** What the actor says to itself. */
    private enum Wake {
        UP
    }

    /**
     * Asks for the row of an entity once nothing of it is in flight. By way of the mailbox: what an earlier incarnation
     * of the actor wrote has come this way, too, and before.
     */
    record SettledRow(String persistenceId, CompletableFuture<Optional<EntityRow>> answer) {}

    /** Snapshots of a generation stand for all of its events up to this one, inclusive. */
    record Superseded(String persistenceId, int generation, long toSequenceNr) {}

    /** Called by Pekko, with the plugin's section of the configuration. */
    public RunnelJournal(Config config) {
        LogExtension storage = LogExtension.get(context().system());
        ActorRef self = self();
        ObjectCodec objects = new ObjectCodec(context().system());
        shards = storage.shards();
        completions = new Completions(() -> self.tell(Wake.UP, ActorRef.noSender()));
        claims = new Claims(storage.log(), claimed -> self.tell(claimed, ActorRef.noSender()));
        pipeline = new WritePipeline(
                storage.log(),
                new EntryCodec(objects, this::adaptToJournal),
                new Entities(shards),
                claims,
                new SnapshotObjects(storage.store(), context().dispatcher()),
                completions,
                self,
                actor -> context().watch(actor));
        replay = new EventReplay(storage.log(), objects, context().dispatcher());
        storage.journalStarted(self);
    }

    @Override
    public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
        completions.drain(); // whoever waits for an answer has waited longer than whoever comes now
        if (message instanceof JournalProtocol.WriteMessages request) {
            pipeline.write(request);
        } else if (message instanceof Wake) {
            completions.awake();
        } else if (message instanceof Claims.Claimed claimed) {
            claims.onClaimed(claimed);
        } else if (message instanceof Superseded superseded) {
            pipeline.onSuperseded(superseded);
        } else if (message instanceof SettledRow request) {
            pipeline.settledRow(request.persistenceId(), request.answer());
        } else if (message instanceof Terminated terminated) {
            pipeline.onStopped(terminated.getActor());
        } else {
            super.aroundReceive(receive, message);
        }
    }

    /** Never called: writes are intercepted. */
    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        throw new UnsupportedOperationException("writes go through the pipeline");
    }

    /** Called on the actor's thread, so that later writes stay later. */
    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(pipeline.deleteTo(persistenceId, toSequenceNr));
    }

    /** Called on the actor's thread. */
    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        CompletableFuture<Optional<EntityRow>> settled = new CompletableFuture<>();
        pipeline.settledRow(persistenceId, settled);
        return FutureConverters.asScala(
                settled.thenApply(row -> row.map(EntityRow::revision).orElse(0L)));
    }

    /** Called on any thread, after {@link #doAsyncReadHighestSequenceNr} for the same id. */
    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replayCallback) {
        return FutureConverters.asScala(replay.replay(
                EntityAddress.of(persistenceId, shards), fromSequenceNr, toSequenceNr, max, replayCallback));
    }
}
