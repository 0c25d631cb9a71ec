package io.runnel.cli;

import io.runnel.console.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel store}: what looks into a store without a server. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = 100,
        description = {"Looks into a store, with or without a server that uses it. Nothing is ever written."},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Run 'runnel store verify --help' or 'runnel store inspect --help' for more."})
final class StoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** How results are printed. */
    enum Output {
        text,
        json
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: try 'runnel store verify'");
    }
}
