package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.FencingToken;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code runnel fence}. */
@Command(
        name = "fence",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Gives the stream a fencing token, by appending a command to it.",
            "From then on, appends that carry another token are refused; those that carry none are not checked."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel fence s2://my-basin/my/stream writer-2",
            "  runnel fence s2://my-basin/my/stream writer-3 -f writer-2",
            "  runnel fence s2://my-basin/my/stream ''"
        })
final class FenceCommand implements Callable<Integer> {
    @Mixin
    private final AppendedCommand command;

    @Parameters(
            index = "1",
            paramLabel = "TOKEN",
            converter = ConditionOptions.TokenConverter.class,
            description = "The new fencing token: at most 36 bytes; empty to clear it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private FencingToken token;

    FenceCommand(Environment environment) {
        this.command = new AppendedCommand(environment);
    }

    @Override
    public Integer call() {
        return command.append("fence", AppendRecord.fence(token), "new fencing token \"" + token + "\"");
    }
}
