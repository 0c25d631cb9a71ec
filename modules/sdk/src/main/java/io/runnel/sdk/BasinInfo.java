package io.runnel.sdk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A basin in a listing.
 *
 * @param location where it is, if the server says it
 * @param deletedAt when its deletion was requested; null if it was not
 */
public record BasinInfo(
        String name,
        @Nullable String location,
        Instant createdAt,
        @Nullable Instant deletedAt) {}
