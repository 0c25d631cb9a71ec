package io.runnel.sdk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream in a listing.
 *
 * @param deletedAt when its deletion was requested; null if it was not
 * @param cipher its encryption; null if it has none
 */
public record StreamInfo(
        String name,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Nullable StreamCipher cipher) {}
