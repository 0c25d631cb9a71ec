package io.runnel.server;

import io.runnel.model.StorageListener;
import io.runnel.model.StorageMonitor;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.apache.pekko.actor.ActorSystem;

/**
 * The storage of this node, seen from the edge: opened first of all, so that a start that must fail for it fails early
 * and with its own words, and watched from then on. Which one it is says the configuration; nothing here depends on it.
 */
final class Storage {
    private static final StorageMonitor UNWATCHED = new StorageMonitor() {
        @Override
        public Optional<String> failure() {
            return Optional.empty();
        }

        @Override
        public void listen(StorageListener listener) {}
    };

    private Storage() {}

    /** @throws ServerStartException if it cannot be opened */
    static StorageMonitor open(ActorSystem system) {
        String name = system.settings().config().getString("runnel.streams.record-store");
        try {
            Object store = Class.forName(name).getConstructor(ActorSystem.class).newInstance(system);
            return store instanceof StorageMonitor monitor ? monitor : UNWATCHED;
        } catch (InvocationTargetException e) {
            throw new ServerStartException(
                    "cannot open the store: " + e.getTargetException().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new ServerStartException("runnel.streams.record-store cannot be loaded: " + e, e);
        }
    }
}
