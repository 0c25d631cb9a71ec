package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.AppendRecord;
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
    @Mixin
    private final AppendedCommand command;

    @Parameters(
            index = "1",
            paramLabel = "POINT",
            converter = U64.Converter.class,
            description = "Sequence number of the first record to keep.")
    private long point;

    TrimCommand(Environment environment) {
        this.command = new AppendedCommand(environment);
    }

    @Override
    public Integer call() {
        return command.append("trim", AppendRecord.trim(point), "trim to " + Long.toUnsignedString(point));
    }
}
