package io.runnel.sdk;

/** What is to change in the configuration of a basin. */
public record BasinReconfiguration(
        Change<StreamReconfiguration> defaultStreamConfig,
        Change<StreamCipher> streamCipher,
        Change<Boolean> createStreamOnAppend,
        Change<Boolean> createStreamOnRead) {
    /** No change; to begin with. */
    public static final BasinReconfiguration NONE =
            new BasinReconfiguration(Change.keep(), Change.keep(), Change.keep(), Change.keep());

    /** The same with this change of the defaults for streams; {@link Change#reset} clears all of them. */
    public BasinReconfiguration withDefaultStreamConfig(Change<StreamReconfiguration> value) {
        return new BasinReconfiguration(value, streamCipher, createStreamOnAppend, createStreamOnRead);
    }

    /** The same with this change of the cipher of streams created later. */
    public BasinReconfiguration withStreamCipher(Change<StreamCipher> value) {
        return new BasinReconfiguration(defaultStreamConfig, value, createStreamOnAppend, createStreamOnRead);
    }

    /** The same with this change of whether appends create streams; a reset sets it to false. */
    public BasinReconfiguration withCreateStreamOnAppend(Change<Boolean> value) {
        return new BasinReconfiguration(defaultStreamConfig, streamCipher, value, createStreamOnRead);
    }

    /** The same with this change of whether reads create streams; a reset sets it to false. */
    public BasinReconfiguration withCreateStreamOnRead(Change<Boolean> value) {
        return new BasinReconfiguration(defaultStreamConfig, streamCipher, createStreamOnAppend, value);
    }
}
