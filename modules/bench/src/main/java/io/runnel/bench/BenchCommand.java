package io.runnel.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bench} itself: says which commands there are. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = "Measures servers of the S2 v1 API, and checks every record that comes back.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SessionCommand.class,
            SmallCommand.class,
            SdkCommand.class,
            CatchupCommand.class,
            FanoutCommand.class,
            LatencyCommand.class,
            MemoryCommand.class,
            ReplayCommand.class,
            OpeningCommand.class,
            DelayCommand.class,
            AllCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: try 'bench session --serve memory'");
    }
}
