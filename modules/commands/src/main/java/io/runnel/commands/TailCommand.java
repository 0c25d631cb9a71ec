package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.RangeNotSatisfiableException;
import io.runnel.sdk.ReadOptions;
import io.runnel.sdk.ReadSession;
import io.runnel.sdk.ReadStart;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.StreamClient;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runnel tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Prints the last records of a stream, a line each.",
            "Options about the configuration matter only if this creates the stream (--create-stream-on-read)."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  runnel tail s2://my-basin/my/stream", "  runnel tail s2://my-basin/my/stream -n 100 -f"})
final class TailCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "10",
            converter = U64.Converter.class,
            description = "How many records. Default: 10.")
    private long lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Print what is appended from now on too, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private final ReadOutput output = new ReadOutput();

    @Mixin
    private final Connection connection;

    TailCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.runUntilAborted("tail", this::tail);
    }

    private int tail(RunnelClient client) throws IOException, InterruptedException {
        StreamClient source = output.from(stream.of(client), environment);
        if (lines == 0 && !follow) {
            Await.result(source.checkTail()); // there must be such a stream
            return 0;
        }
        ReadOptions last =
                ReadOptions.from(ReadStart.tailOffset(lines)).withClamp(true).withCount(follow ? null : (Long) lines);
        try (OutputStream out = output.open(environment);
                ReadSession session = source.readSession(last)) {
            new ReadRun(environment, output.printer(out, environment), false, null, System::nanoTime).run(session);
        } catch (RangeNotSatisfiableException e) {
            return 0; // a stream without records has no last ones
        }
        return 0;
    }
}
