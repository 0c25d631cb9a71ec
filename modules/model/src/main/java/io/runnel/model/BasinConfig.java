package io.runnel.model;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of a basin, as requested and as stored (contract 4.2).
 *
 * @param defaultStreamOptions what streams created later get where they say nothing
 * @param streamCipher the cipher of streams created later; null for none
 */
public record BasinConfig(
        StreamOptions defaultStreamOptions,
        @Nullable StreamCipher streamCipher,
        boolean createStreamOnAppend,
        boolean createStreamOnRead) {

    public static final BasinConfig DEFAULT = new BasinConfig(StreamOptions.NONE, null, false, false);

    /** Why this configuration is refused with {@code 422}, or null if it is fine. */
    public @Nullable StreamError validate() {
        return defaultStreamOptions.validate();
    }
}
