package io.runnel.journal;

import io.runnel.log.EntryLog;
import io.runnel.objectstore.ObjectStore;
import org.apache.pekko.actor.setup.Setup;
import org.jspecify.annotations.Nullable;

/**
 * Gives an actor system its object store, instead of one by configuration: a store that outlives the actor system, or
 * one that does what a test wants. Whoever makes it closes it.
 */
public final class LogSetup extends Setup {
    private final ObjectStore store;
    private final @Nullable EntryLog log;

    public LogSetup(ObjectStore store) {
        this(store, null);
    }

    LogSetup(ObjectStore store, @Nullable EntryLog log) {
        this.store = store;
        this.log = log;
    }

    ObjectStore store() {
        return store;
    }

    @Nullable
    EntryLog log() {
        return log;
    }
}
