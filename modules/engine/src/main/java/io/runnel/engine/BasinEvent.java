package io.runnel.engine;

import io.runnel.model.BasinConfig;
import io.runnel.model.LastOfGeneration;
import io.runnel.model.OfGeneration;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a basin or to a stream in it; persisted in the format of {@link BasinFormat}. */
sealed interface BasinEvent {
    /** @param generation higher than that of any basin of this name before, and of any stream in one; 0 in old stores */
    record BasinCreated(
            int generation,
            BasinConfig config,
            Instant createdAt,
            @Nullable Origin<BasinConfig> origin) implements BasinEvent, OfGeneration {}

    record BasinReconfigured(BasinConfig config) implements BasinEvent {}

    record BasinDeletionBegun(Instant deletedAt) implements BasinEvent {}

    record BasinRemoved() implements BasinEvent {}

    /**
     * The account has what must be remembered of a basin that was removed: nothing else is.
     *
     * @param version the last one of {@link Catalogue#version}
     */
    record BasinEnded(int generation, long version) implements BasinEvent, LastOfGeneration {}

    record StreamCreated(
            StreamName stream,
            int generation,
            StreamConfig config,
            Instant createdAt,
            @Nullable Origin<StreamOptions> origin)
            implements BasinEvent {}

    record StreamReconfigured(StreamName stream, StreamConfig config) implements BasinEvent {}

    /** The stream has acknowledged this version, so that nobody need tell it again after a recovery. */
    record StreamTold(StreamName stream, int configVersion) implements BasinEvent {}

    record StreamDeletionBegun(StreamName stream, Instant deletedAt) implements BasinEvent {}

    record StreamRemoved(StreamName stream) implements BasinEvent {}
}
