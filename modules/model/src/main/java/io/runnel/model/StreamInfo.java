package io.runnel.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stream as listings show it (contract 2.1). */
public record StreamInfo(
        StreamName name,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Nullable StreamCipher cipher) {}
