package io.runnel.commands;

import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.StreamCipher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The configuration of a basin that is to be. A picocli mixin; what is not given takes its default. */
final class BasinConfigOptions {
    @Mixin
    private final StreamConfigOptions streams = new StreamConfigOptions();

    @Option(
            names = "--stream-cipher",
            paramLabel = "CIPHER",
            converter = CipherConverter.class,
            description = "Encryption of streams created later: aegis-256 or aes-256-gcm.")
    private @Nullable StreamCipher cipher;

    @Option(
            names = "--create-stream-on-append",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Appends create their stream.")
    private boolean createOnAppend;

    @Option(
            names = "--create-stream-on-read",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "Reads create their stream.")
    private boolean createOnRead;

    BasinConfig config() {
        return new BasinConfig(streams.config(), cipher, createOnAppend, createOnRead);
    }

    /** From the command line. */
    static final class CipherConverter implements ITypeConverter<StreamCipher> {
        @Override
        public StreamCipher convert(String text) {
            return StreamConfigOptions.parse(StreamCipher.class, "a cipher", text);
        }
    }
}
