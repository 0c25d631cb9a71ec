package io.runnel.journal;

import com.typesafe.config.Config;
import io.runnel.log.CorruptLogException;
import io.runnel.log.EntityRow;
import io.runnel.model.OfGeneration;
import io.runnel.model.StreamRow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshot store plugin of Pekko Persistence. A stream is offered the row that the log keeps of it, a
 * {@link StreamRow} at the number of its last event, so that its recovery replays nothing; it never saves a snapshot.
 * Other actors save ordinary ones. The account and basins are offered those of their generation only, and of their
 * snapshots the latest two are kept, and the events since the earlier one.
 */
public final class RunnelSnapshotStore extends SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(RunnelSnapshotStore.class);

    private final LogExtension storage;
    private final ObjectCodec codec;
    private final SnapshotObjects snapshots;

    /** Called by Pekko, with the plugin's section of the configuration. */
    public RunnelSnapshotStore(Config config) {
        storage = LogExtension.get(context().system());
        codec = new ObjectCodec(context().system());
        snapshots = new SnapshotObjects(storage.store(), context().dispatcher());
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        EntityAddress address = address(persistenceId);
        if (address.stream()) {
            return FutureConverters.asScala(settledRow(persistenceId)
                    .thenApply(row -> row.map(found -> offer(persistenceId, found))
                            .filter(offered -> inRange(offered.metadata(), criteria))));
        }
        // Claimed first: who has had the shard before cannot delete, from then on, events that an old snapshot needs.
        CompletionStage<Optional<StoredSnapshot>> found = address.control()
                ? settledRow(persistenceId).thenCompose(row -> loadOfRow(address, row, criteria))
                : storage.log().claim(address.shard()).thenCompose(claimed -> snapshots.load(address, 0, criteria));
        return FutureConverters.asScala(found.thenApply(snapshot -> snapshot.map(stored -> stored.selected(codec))));
    }

    /**
     * Of an actor that has ended there is nothing to be offered; what was saved too late is deleted. Of one that the log does not
     * know nothing is deleted: perhaps it does not know yet that another node has the shard now, and has begun it.
     */
    private CompletionStage<Optional<StoredSnapshot>> loadOfRow(
            EntityAddress address, Optional<EntityRow> row, SnapshotSelectionCriteria criteria) {
        if (row.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        EntityRow known = row.get();
        if (known.state() != null) {
            return snapshots.deleteEnded(address, known.generation()).thenApply(deleted -> Optional.empty());
        }
        return snapshots
                .load(address, known.generation(), criteria)
                .thenApply(snapshot -> sufficient(address, known, criteria, snapshot));
    }

    /** Whoever began without the events that have been deleted would believe that they never happened. */
    private static Optional<StoredSnapshot> sufficient(
            EntityAddress address,
            EntityRow row,
            SnapshotSelectionCriteria criteria,
            Optional<StoredSnapshot> snapshot) {
        long needed = row.floor() - 1;
        long found = snapshot.map(StoredSnapshot::sequenceNr).orElse(0L);
        if (found < needed && criteria.maxSequenceNr() >= row.revision()) {
            throw new CorruptLogException("the events of " + address.persistenceId() + " up to " + needed
                    + " have been deleted, and its latest snapshot is of number " + found);
        }
        return snapshot;
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        int generation = generation(snapshot);
        return forOthersThanStreams(metadata.persistenceId(), address -> {
            StoredSnapshot stored = StoredSnapshot.of(metadata, snapshot, codec);
            return snapshots.save(address, generation, stored).thenRun(() -> {
                if (address.control()) {
                    supersede(address, generation);
                }
            });
        });
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return forOthersThanStreams(
                metadata.persistenceId(),
                address -> snapshots.delete(
                        address,
                        SnapshotSelectionCriteria.create(
                                metadata.sequenceNr(), Long.MAX_VALUE, metadata.sequenceNr(), 0)));
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return forOthersThanStreams(persistenceId, address -> snapshots.delete(address, criteria));
    }

    /** Nobody waits for it: what is not deleted now is when the next one has been saved. */
    private void supersede(EntityAddress address, int generation) {
        snapshots
                .deleteSuperseded(address, generation)
                .thenCombine(storage.journal(), (kept, journal) -> {
                    journal.tell(
                            new RunnelJournal.Superseded(address.persistenceId(), generation, kept),
                            ActorRef.noSender());
                    return kept;
                })
                .whenComplete((kept, failure) -> {
                    if (failure != null) {
                        LOG.debug("what snapshots of {} stand for is not deleted for now", address, failure);
                    }
                });
    }

    private interface Action {
        CompletionStage<Void> on(EntityAddress address);
    }

    private Future<Void> forOthersThanStreams(String persistenceId, Action action) {
        EntityAddress address = address(persistenceId);
        return FutureConverters.asScala(
                address.stream()
                        ? CompletableFuture.failedFuture(new UnsupportedOperationException(
                                "the log keeps the snapshot of a stream: " + persistenceId))
                        : action.on(address));
    }

    /**
     * Asks the journal, since an earlier incarnation of the actor may have left it writes: a row without them, and then
     * a highest sequence number with them, would lose what they say.
     */
    private CompletionStage<Optional<EntityRow>> settledRow(String persistenceId) {
        CompletableFuture<Optional<EntityRow>> row = new CompletableFuture<>();
        return storage.journal().thenCompose(journal -> {
            journal.tell(new RunnelJournal.SettledRow(persistenceId, row), ActorRef.noSender());
            return row;
        });
    }

    private static int generation(Object snapshot) {
        return snapshot instanceof OfGeneration of ? of.generation() : 0;
    }

    private static SelectedSnapshot offer(String persistenceId, EntityRow row) {
        return SelectedSnapshot.create(
                new SnapshotMetadata(persistenceId, row.revision(), 0),
                new StreamRow(row.generation(), row.nextSeq(), row.lastTimestamp(), row.floor(), row.state()));
    }

    private static boolean inRange(SnapshotMetadata metadata, SnapshotSelectionCriteria criteria) {
        return metadata.sequenceNr() >= criteria.minSequenceNr() && metadata.sequenceNr() <= criteria.maxSequenceNr();
    }

    private EntityAddress address(String persistenceId) {
        return EntityAddress.of(persistenceId, storage.shards());
    }
}
