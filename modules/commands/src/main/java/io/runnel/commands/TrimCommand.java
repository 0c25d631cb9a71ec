package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runnel trim}. */
@Command(
        name = "trim",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Removes the records before a sequence number, by appending a command to the stream.",
            "They go some time after the command was appended. Trimming never goes backwards."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  runnel trim s2://my-basin/my/stream 1000", "  runnel trim s2://my-basin/my/stream 1000 -m 2500"})
final class TrimCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private final Connection connection;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @Mixin
    private final ConditionOptions conditions = new ConditionOptions();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Parameters(
            index = "1",
            paramLabel = "POINT",
            converter = U64.Converter.class,
            description = "Sequence number of the first record to keep.")
    private long point;

    TrimCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() {
        return connection.run("trim", client -> {
            AppendInput command = conditions.applyTo(AppendInput.of(AppendRecord.trim(point)));
            AppendAck ack = Await.result(stream.of(client).append(command));
            environment
                    .err()
                    .println(environment
                            .errStyle()
                            .done("✓ [APPENDED] trim to " + Long.toUnsignedString(point) + " // tail: " + ack.tail()));
            if (output.isJson()) {
                OutputFormat.printJson(environment, AckJson.of(ack));
            }
            return 0;
        });
    }
}
