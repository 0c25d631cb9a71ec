package io.runnel.model;

import java.util.Optional;

/** Whether what is appended here can still become durable. Thread-safe; a {@link RecordStore} may be one, too. */
public interface StorageHealth {
    /** Why it cannot, in words for people; empty while it can. Final: only a restart helps. */
    Optional<String> failure();
}
