package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * A PATCH of a basin's configuration (contract 4.4).
 *
 * @param createStreamOnAppend null leaves it; clearing is not possible and means the same (contract 14)
 */
public record BasinReconfiguration(
        StreamReconfiguration defaultStreamOptions,
        Change<StreamCipher> streamCipher,
        @Nullable Boolean createStreamOnAppend,
        @Nullable Boolean createStreamOnRead) {

    public BasinConfig applyTo(BasinConfig current) {
        return new BasinConfig(
                defaultStreamOptions.applyTo(current.defaultStreamOptions(), StreamOptions.NONE),
                streamCipher.applyTo(current.streamCipher(), null),
                createStreamOnAppend != null ? createStreamOnAppend : current.createStreamOnAppend(),
                createStreamOnRead != null ? createStreamOnRead : current.createStreamOnRead());
    }

    /** Why this change is refused with {@code 422}, or null if it is fine. */
    public @Nullable StreamError validate() {
        return defaultStreamOptions.validate();
    }
}
