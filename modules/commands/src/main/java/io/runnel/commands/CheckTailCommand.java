package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.Position;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code runnel check-tail}. */
@Command(
        name = "check-tail",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows the sequence number that the next record will get, and the timestamp of the last one in milliseconds.",
            "As text: <seq_num> @ <timestamp>"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel check-tail s2://my-basin/my/stream",
            "  runnel check-tail s2://my-basin/my/stream --output json | jq .seq_num"
        })
final class CheckTailCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private final Connection connection;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    CheckTailCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.run("check tail", client -> {
            Position tail = Await.result(stream.of(client).checkTail());
            if (output.isJson()) {
                OutputFormat.printJson(environment, AckJson.of(tail));
            } else {
                environment.out().println(tail);
            }
            return 0;
        });
    }
}
