package io.runnel.engine;

import io.runnel.model.BasinConfig;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a basin or to a stream in it; persisted in the format of {@link BasinFormat}. */
sealed interface BasinEvent {
    record BasinCreated(
            BasinConfig config, Instant createdAt, @Nullable Origin<BasinConfig> origin) implements BasinEvent {}

    record BasinReconfigured(BasinConfig config) implements BasinEvent {}

    record BasinDeletionBegun(Instant deletedAt) implements BasinEvent {}

    record BasinRemoved() implements BasinEvent {}

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
