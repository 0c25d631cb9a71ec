package io.runnel.journal;

import io.runnel.log.EntryLog;
import io.runnel.objectstore.ObjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/** The end of what an actor system has opened itself. */
final class Closing {
    private final @Nullable EntryLog log;
    private final @Nullable ObjectStore store;

    /** Null is what somebody else closes. */
    Closing(@Nullable EntryLog log, @Nullable ObjectStore store) {
        this.log = log;
        this.store = store;
    }

    /** Waits for what has been accepted. */
    CompletionStage<Done> gracefully() {
        CompletionStage<Void> flushed = log == null ? CompletableFuture.completedFuture(null) : log.shutdown();
        return flushed.handle((done, failure) -> Done.getInstance()); // whoever waits for an entry has been told
    }

    /** Does nothing that has been done before. */
    void atOnce() {
        if (log != null) {
            log.close();
        }
        if (store != null) {
            store.close();
        }
    }
}
