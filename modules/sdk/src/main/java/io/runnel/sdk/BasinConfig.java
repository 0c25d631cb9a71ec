package io.runnel.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of a basin.
 *
 * @param defaultStreamConfig for streams created later
 * @param streamCipher of streams created later; null for none
 * @param createStreamOnAppend whether an append creates its stream
 * @param createStreamOnRead whether a read, or a look at the tail, creates its stream
 */
public record BasinConfig(
        StreamConfig defaultStreamConfig,
        @Nullable StreamCipher streamCipher,
        boolean createStreamOnAppend,
        boolean createStreamOnRead) {
    /** No defaults for streams, no cipher, nothing created on the way. */
    public static final BasinConfig DEFAULT = new BasinConfig(StreamConfig.DEFAULT, null, false, false);

    /** The same with these defaults for streams. */
    public BasinConfig withDefaultStreamConfig(StreamConfig value) {
        return new BasinConfig(value, streamCipher, createStreamOnAppend, createStreamOnRead);
    }

    /** The same with this cipher. */
    public BasinConfig withStreamCipher(@Nullable StreamCipher value) {
        return new BasinConfig(defaultStreamConfig, value, createStreamOnAppend, createStreamOnRead);
    }

    /** The same, with streams created by appends or not. */
    public BasinConfig withCreateStreamOnAppend(boolean value) {
        return new BasinConfig(defaultStreamConfig, streamCipher, value, createStreamOnRead);
    }

    /** The same, with streams created by reads or not. */
    public BasinConfig withCreateStreamOnRead(boolean value) {
        return new BasinConfig(defaultStreamConfig, streamCipher, createStreamOnAppend, value);
    }
}
