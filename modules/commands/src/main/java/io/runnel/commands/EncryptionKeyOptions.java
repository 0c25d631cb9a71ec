package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.console.Environment;
import io.runnel.sdk.EncryptionKey;
import io.runnel.sdk.StreamClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The key of an encrypted stream. A picocli mixin. Its value is never printed. */
final class EncryptionKeyOptions {
    private static final String VARIABLE = "S2_ENCRYPTION_KEY";
    private static final String HINT = "'openssl rand -base64 32' makes a key.";

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    static final class Source {
        @Option(
                names = {"-k", "--encryption-key"},
                paramLabel = "BASE64",
                description = "Key of an encrypted stream: 32 bytes in base64. Default: $" + VARIABLE
                        + ", which other users of this machine cannot see.")
        @Nullable
        String key;

        @Option(
                names = "--encryption-key-file",
                paramLabel = "FILE",
                description = "File with the key of an encrypted stream, in base64.")
        @Nullable
        Path file;
    }

    /** The stream, with the key if there is one. */
    StreamClient applyTo(StreamClient stream, Environment environment) {
        EncryptionKey key = key(environment);
        return key == null ? stream : stream.withEncryptionKey(key);
    }

    private @Nullable EncryptionKey key(Environment environment) {
        if (source != null && source.file != null) {
            return parse(read(source.file), "the key in " + source.file);
        }
        if (source != null && source.key != null) {
            return parse(source.key, "--encryption-key");
        }
        String variable = environment.get(VARIABLE);
        return variable == null ? null : parse(variable, VARIABLE);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailure("cannot read the key file " + file + ": " + e.getMessage());
        }
    }

    private static EncryptionKey parse(String base64, String origin) {
        try {
            return EncryptionKey.ofBase64(base64);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(origin + ": " + e.getMessage(), HINT);
        }
    }
}
