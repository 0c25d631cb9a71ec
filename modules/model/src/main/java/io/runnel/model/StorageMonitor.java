package io.runnel.model;

import java.util.Optional;

/** What there is to know about the storage of this node. Thread-safe; a {@link RecordStore} may be one, too. */
public interface StorageMonitor {
    /**
     * Why nothing that is appended can become durable any more, in words for people; empty while it can. Final: only a
     * restart helps.
     */
    Optional<String> failure();

    /** From now on the listener is told what the storage does, in addition to others. */
    void listen(StorageListener listener);
}
