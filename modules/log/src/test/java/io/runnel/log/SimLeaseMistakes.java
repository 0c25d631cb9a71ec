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

    private static LogDescriptor withLease(LogDescriptor said, int millis) {
        return new LogDescriptor(
                said.cluster(),
                said.log(),
                said.openedMillis(),
                said.window(),
                said.end(),
                said.collectedThrough(),
                millis,
                said.keptMillis(),
                said.nonce());
    }

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
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    return key.startsWith("logs/") && !key.endsWith("/" + log.id())
                            ? super.get(key).thenApply(found -> found.map(object -> notKept(object, key)))
                            : super.get(key);
                }
            };
        }

        private static StoredObject notKept(StoredObject object, String key) {
            LogDescriptor said = LogDescriptor.decode(object.bytes(), key);
            byte[] bytes = new LogDescriptor(
                            said.cluster(),
                            said.log(),
                            said.openedMillis(),
                            said.window(),
                            said.end(),
                            said.collectedThrough(),
                            said.readLeaseMillis(),
                            KEPT_MILLIS,
                            said.nonce())
                    .encode();
            return new StoredObject(bytes, object.etag(), bytes.length);
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
            return new ForwardingStore(network) {
                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    boolean anothers = key.startsWith("logs/") && !key.endsWith("/" + log.id());
                    return anothers
                            ? super.get(key).thenApply(found -> found.map(object -> without(object, key)))
                            : super.get(key);
                }
            };
        }

        private static StoredObject without(StoredObject object, String key) {
            byte[] bytes =
                    withLease(LogDescriptor.decode(object.bytes(), key), 0).encode();
            return new StoredObject(bytes, object.etag(), bytes.length);
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
