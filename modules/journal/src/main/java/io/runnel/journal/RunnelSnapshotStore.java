package io.runnel.journal;

import com.typesafe.config.Config;
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
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * The snapshot store plugin of Pekko Persistence. A stream is offered the row that the log keeps of it, a
 * {@link StreamRow} at the number of its last event, so that its recovery replays nothing; it never saves a snapshot.
 * Other actors save ordinary ones; one that may end is offered those of its generation only.
 */
public final class RunnelSnapshotStore extends SnapshotStore {
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
        CompletionStage<Optional<StoredSnapshot>> found = address.ends()
                ? settledRow(persistenceId).thenCompose(row -> loadOfRow(address, row, criteria))
                : storage.log().claim(address.shard()).thenCompose(claimed -> snapshots.load(address, 0, criteria));
        return FutureConverters.asScala(found.thenApply(snapshot -> snapshot.map(stored -> stored.selected(codec))));
    }

    /** What was saved before the actor ended, or by a node that did not know yet, is not offered. */
    private CompletionStage<Optional<StoredSnapshot>> loadOfRow(
            EntityAddress address, Optional<EntityRow> row, SnapshotSelectionCriteria criteria) {
        return row.filter(found -> found.state() == null)
                .map(found -> snapshots.load(address, found.generation(), criteria))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return forOthersThanStreams(
                metadata.persistenceId(),
                address -> snapshots.save(address, generation(snapshot), StoredSnapshot.of(metadata, snapshot, codec)));
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
