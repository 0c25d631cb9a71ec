package io.runnel.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A basin as listings show it (contract 2.1). */
public record BasinInfo(
        BasinName name, Instant createdAt, @Nullable Instant deletedAt) {}
