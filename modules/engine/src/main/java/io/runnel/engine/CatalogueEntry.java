package io.runnel.engine;

import io.runnel.model.StreamConfig;
import io.runnel.model.StreamInfo;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream in its basin's catalogue.
 *
 * @param generation which stream of this name; no two streams of a basin's name ever share one
 * @param configVersion grows with every change, the deletion included
 * @param told whether the stream is known to know {@code configVersion}
 */
record CatalogueEntry(
        int generation,
        StreamConfig config,
        int configVersion,
        boolean told,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Nullable Origin<StreamOptions> origin) {

    boolean deleting() {
        return deletedAt != null;
    }

    StreamInfo info(String name) {
        return new StreamInfo(new StreamName(name), createdAt, deletedAt, null);
    }

    CatalogueEntry with(StreamConfig changed) {
        return new CatalogueEntry(generation, changed, configVersion + 1, false, createdAt, deletedAt, origin);
    }

    CatalogueEntry deletedAt(Instant at) {
        return new CatalogueEntry(generation, config, configVersion + 1, false, createdAt, at, origin);
    }

    CatalogueEntry knownToStream() {
        return new CatalogueEntry(generation, config, configVersion, true, createdAt, deletedAt, origin);
    }
}
