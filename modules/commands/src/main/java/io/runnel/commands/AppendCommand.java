package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.console.Connection;
import io.runnel.console.Durations;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import io.runnel.sdk.AppendSessionOptions;
import io.runnel.sdk.ProducerOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runnel append}. */
@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Appends records: each line of the input is one.",
            "Says on standard error what has become durable, batch by batch: [APPENDED] <first>..<end> // tail: <tail>; with "
                    + "--output json also on standard output, a line for each batch.",
            "Options about the configuration matter only if this creates the stream (--create-stream-on-append)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  echo hello | runnel append s2://my-basin/my/stream",
            "  runnel append s2://my-basin/my/stream --input access.log --match-seq-num 0",
            "  echo '{\"headers\":[[\"k\",\"v\"]],\"body\":\"hi\"}' \\",
            "    | runnel append s2://my-basin/my/stream --format json",
            "  runnel read s2://my-basin/a -s 0 --until-tail --format base64 \\",
            "    | runnel append s2://my-basin/b --format base64"
        })
final class AppendCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Environment environment;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = RecordFormat.Converter.class,
            description = RecordFormat.HELP)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private RecordFormat format;

    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            defaultValue = STANDARD_INPUT,
            description = "Where the records come from; - for standard input. Default: -.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String input;

    @Option(
            names = "--linger",
            paramLabel = "DURATION",
            defaultValue = "5ms",
            converter = Durations.Converter.class,
            description = "How long a record waits for others to make up a batch. Default: 5ms.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Duration linger;

    @Mixin
    private final ConditionOptions conditions = new ConditionOptions();

    @Mixin
    private final EncryptionKeyOptions key = new EncryptionKeyOptions();

    @Mixin
    private final StreamConfigOptions config = new StreamConfigOptions();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final Connection connection;

    AppendCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.runUntilAborted("append", this::append);
    }

    private int append(RunnelClient client) throws IOException, InterruptedException {
        StreamClient to = key.applyTo(stream.of(client), environment);
        StreamClient target = config.isEmpty() ? to : to.withCreationConfig(config.config());
        ProducerOptions options = ProducerOptions.DEFAULT
                .withLinger(linger)
                .withMatchSeqNum(conditions.matchSeqNum)
                .withSession(AppendSessionOptions.DEFAULT.withFencingToken(conditions.fencingToken));
        try (InputStream in = open()) {
            Acknowledgements acknowledgements = new Acknowledgements(environment, output.isJson());
            new AppendRun(target.producer(options), new RecordLines(in, RecordParser.of(format)), acknowledgements)
                    .run();
        }
        return 0;
    }

    private InputStream open() {
        if (input.equals(STANDARD_INPUT)) {
            return new FilterInputStream(environment.in()) {
                /** Not ours; and while it is read, closing it would wait. */
                @Override
                public void close() {}
            };
        }
        try {
            return Files.newInputStream(Path.of(input));
        } catch (IOException e) {
            throw new CommandFailure("cannot open " + input + ": " + e);
        }
    }
}
