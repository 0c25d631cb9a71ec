package io.runnel.commands;

import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.sdk.AppendAck;
import io.runnel.sdk.AppendInput;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Await;
import picocli.CommandLine.Mixin;

/** What {@code fence} and {@code trim} have in common: they append a command record to a stream. A picocli mixin. */
final class AppendedCommand {
    private final Environment environment;

    @Mixin
    private final Connection connection;

    @Mixin
    private final StreamArgument stream = new StreamArgument();

    @Mixin
    private final ConditionOptions conditions = new ConditionOptions();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    AppendedCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    /**
     * Appends it, and confirms that.
     *
     * @param operation see {@link Connection#run}
     * @param effect of the command, for people
     */
    int append(String operation, AppendRecord command, String effect) {
        return connection.run(operation, client -> {
            AppendInput input = conditions.applyTo(AppendInput.of(command));
            AppendAck ack = Await.result(stream.of(client).append(input));
            environment
                    .err()
                    .println(environment.errStyle().done("✓ [APPENDED] " + effect + " // tail: " + ack.tail()));
            if (output.isJson()) {
                OutputFormat.printJson(environment, AckJson.of(ack));
            }
            return 0;
        });
    }
}
