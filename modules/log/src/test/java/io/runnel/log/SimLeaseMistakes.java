package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Mistakes about how long a node may answer that has perhaps been replaced. */
final class SimLeaseMistakes {
    private SimLeaseMistakes() {}

    /** The store says that everything has been there for long. */
    static final class EverythingIsOld extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<Duration>> age(String key) {
                    return super.age(key).thenApply(age -> age.map(real -> Duration.ofDays(1)));
                }
            };
        }
    }

    /** A node does not ask, however long it was away. */
    static final class AlwaysCertain extends SimMutation {
        private static final Duration FOR_EVER = Duration.ofDays(1000);
        private static final long KEPT_MILLIS = 120_000;

        @Override
        LogSettings settings(LogSettings settings) {
            return with(settings, FOR_EVER);
        }

        @Override
        LogSettings promised(LogSettings settings) {
            return with(settings, Duration.ofMillis(KEPT_MILLIS));
        }

        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new MisreadDescriptors(
                    network,
                    log,
                    said -> MisreadDescriptors.with(said, said.window(), said.readLeaseMillis(), KEPT_MILLIS));
        }

        private static LogSettings with(LogSettings settings, Duration kept) {
            LogSettings.Compaction before = settings.compaction();
            return TestSettings.with(
                    settings,
                    new LogSettings.Compaction(
                            before.segmentBytes(),
                            before.fragmentBytes(),
                            before.emptySlots(),
                            before.deleteAfter(),
                            before.sweepInterval(),
                            kept,
                            before.forgetEnded()));
        }
    }

    static final class NotWaitedFor extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new MisreadDescriptors(
                    network, log, said -> MisreadDescriptors.with(said, said.window(), 0, said.keptMillis()));
        }
    }

    /** Another node has ended the log since. */
    static final class StaleProof extends SimMutation {
        @Override
        ObjectStore between(ObjectStore network, SimLog log, SimWorld world) {
            return new ForwardingStore(network) {
                private @Nullable StoredObject first;
                private int stale = 30; // answers; who swaps it tries for ever otherwise

                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    boolean own = key.startsWith("logs/") && key.endsWith("/" + log.id());
                    if (own && first != null && stale-- > 0) {
                        return CompletableFuture.completedFuture(Optional.of(first));
                    }
                    return super.get(key).thenApply(found -> {
                        first = own ? found.orElse(null) : first;
                        return found;
                    });
                }
            };
        }
    }
}
