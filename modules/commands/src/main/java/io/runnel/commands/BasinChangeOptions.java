package io.runnel.commands;

import io.runnel.sdk.BasinReconfiguration;
import io.runnel.sdk.Change;
import io.runnel.sdk.StreamCipher;
import io.runnel.sdk.StreamReconfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to change in the configuration of a basin. A picocli mixin. */
final class BasinChangeOptions {
    @Mixin
    private final StreamChangeOptions streams = new StreamChangeOptions();

    @Option(
            names = "--stream-cipher",
            paramLabel = "CIPHER",
            converter = BasinConfigOptions.CipherConverter.class,
            description = "Encryption of streams created later: aegis-256 or aes-256-gcm.")
    private @Nullable StreamCipher cipher;

    @Option(names = "--no-stream-cipher", description = "Streams created later are not encrypted.")
    private boolean noCipher;

    @Option(
            names = "--create-stream-on-append",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether appends create their stream.")
    private @Nullable Boolean createOnAppend;

    @Option(
            names = "--create-stream-on-read",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether reads create their stream.")
    private @Nullable Boolean createOnRead;

    BasinReconfiguration reconfiguration() {
        StreamReconfiguration defaults = streams.reconfiguration();
        return new BasinReconfiguration(
                defaults.equals(StreamReconfiguration.NONE) ? Change.keep() : Change.to(defaults),
                noCipher ? Change.reset() : StreamConfigOptions.change(cipher),
                StreamConfigOptions.change(createOnAppend),
                StreamConfigOptions.change(createOnRead));
    }
}
