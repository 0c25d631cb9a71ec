package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
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
                said.nonce());
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

                @Override
                public CompletionStage<Optional<StoredObject>> get(String key) {
                    boolean own = key.startsWith("logs/") && key.endsWith("/" + log.id());
                    if (own && first != null) {
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
