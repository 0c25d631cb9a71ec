package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.Position;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runnel check-tail}. */
@Command(
        name = "check-tail",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows the sequence number that the next record will get, and the timestamp of the last one.",
        footerHeading = "%nExamples:%n",
        footer = {"  runnel check-tail s2://my-basin/my/stream"})
final class CheckTailCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private final Connection connection;

    @Parameters(
            paramLabel = "S2_URI",
            converter = StreamUri.Converter.class,
            description = "The stream: s2://BASIN/STREAM.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private StreamUri stream;

    CheckTailCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.run("check tail", client -> {
            Position tail = Await.result(
                    client.basin(stream.basin()).stream(stream.stream()).checkTail());
            environment.out().println(tail);
            return 0;
        });
    }
}
