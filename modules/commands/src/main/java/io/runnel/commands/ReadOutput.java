package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.console.Environment;
import io.runnel.sdk.StreamClient;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What read and tail have in common: how records are printed, and where to. A picocli mixin. */
final class ReadOutput {
    private static final String STANDARD_OUTPUT = "-";
    private static final int BUFFER_BYTES = 1 << 16;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = RecordFormat.Converter.class,
            description = RecordFormat.HELP)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecordFormat format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = STANDARD_OUTPUT,
            description =
                    "Where the records go, a line each; a file is overwritten; - for standard output. Default: -.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String output;

    @Mixin
    private final EncryptionKeyOptions key = new EncryptionKeyOptions();

    @Mixin
    private final StreamConfigOptions config = new StreamConfigOptions();

    /** The stream to read, with key and configuration. */
    StreamClient from(StreamClient stream, Environment environment) {
        StreamClient source = key.applyTo(stream, environment);
        return config.isEmpty() ? source : source.withCreationConfig(config.config());
    }

    RecordPrinter printer(OutputStream out, Environment environment) throws IOException {
        return RecordPrinter.of(format, out, new CommandNotices(environment));
    }

    /** To be closed. */
    OutputStream open(Environment environment) {
        if (output.equals(STANDARD_OUTPUT)) {
            return new BufferedOutputStream(new Kept(environment.bytes()), BUFFER_BYTES);
        }
        try {
            return new BufferedOutputStream(Files.newOutputStream(Path.of(output)), BUFFER_BYTES);
        } catch (IOException e) {
            throw new CommandFailure("cannot open " + output + ": " + e);
        }
    }

    /** Standard output, which others use too. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
