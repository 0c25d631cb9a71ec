package io.runnel.engine;

import com.typesafe.config.Config;
import io.runnel.model.StreamRow;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** The snapshot plugin over {@link TestStorage}: the rows of streams; others replay their events. */
public final class TestSnapshots extends SnapshotStore {
    private final TestStorage storage = TestStorage.of(context().system());

    /** Called by Pekko. */
    public TestSnapshots(Config config) {}

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        StreamRow row = storage.row(persistenceId);
        long revision = storage.revision(persistenceId);
        return done(
                row == null
                        ? Optional.empty()
                        : Optional.of(SelectedSnapshot.create(new SnapshotMetadata(persistenceId, revision, 0), row)));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return done(null);
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return done(null);
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return done(null);
    }

    private static <T> Future<T> done(T value) {
        return FutureConverters.asScala(CompletableFuture.completedFuture(value));
    }
}
