package io.runnel.engine;

import io.runnel.model.BasinConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A basin from its creation to its removal. A later basin of the same name is another incarnation.
 *
 * @param deletedAt when its deletion was asked for
 */
record Incarnation(
        BasinConfig config,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Nullable Origin<BasinConfig> origin) {

    boolean deleting() {
        return deletedAt != null;
    }

    Incarnation with(BasinConfig changed) {
        return new Incarnation(changed, createdAt, deletedAt, origin);
    }

    Incarnation deletedAt(Instant at) {
        return new Incarnation(config, createdAt, at, origin);
    }
}
