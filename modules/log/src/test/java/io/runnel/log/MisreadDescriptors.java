package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A store whose reader understands in a way of its own what the descriptors of other logs say. */
final class MisreadDescriptors extends ForwardingStore {
    private final SimLog own;
    private final UnaryOperator<LogDescriptor> understanding;

    MisreadDescriptors(ObjectStore to, SimLog own, UnaryOperator<LogDescriptor> understanding) {
        super(to);
        this.own = own;
        this.understanding = understanding;
    }

    @Override
    public CompletionStage<Optional<StoredObject>> get(String key) {
        boolean anothers = key.startsWith("logs/") && !key.endsWith("/" + own.id());
        return super.get(key).thenApply(found -> anothers ? found.map(object -> misread(object, key)) : found);
    }

    private StoredObject misread(StoredObject object, String key) {
        byte[] bytes =
                understanding.apply(LogDescriptor.decode(object.bytes(), key)).encode();
        return new StoredObject(bytes, object.etag(), bytes.length);
    }

    /** The same with another window, lease and time to be kept. */
    static LogDescriptor with(LogDescriptor said, int window, int leaseMillis, long keptMillis) {
        return new LogDescriptor(
                said.cluster(),
                said.log(),
                said.openedMillis(),
                window,
                said.end(),
                said.collectedThrough(),
                leaseMillis,
                keptMillis,
                said.nonce());
    }
}
