package io.runnel.cli;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code runnel completion}: what a shell needs to complete the words of a command. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpWidth = 100,
        description = "Prints a script that has a shell complete commands and options of runnel when Tab is pressed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(runnel completion bash)                               in ~/.bashrc",
            "  source <(runnel completion zsh)                                in ~/.zshrc",
            "  runnel completion fish > ~/.config/fish/completions/runnel.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Environment environment;
    private final Supplier<CommandLine> commands;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shell shell;

    /** The shells. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    /** @param commands all there are */
    CompletionCommand(Environment environment, Supplier<CommandLine> commands) {
        this.environment = environment;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        CommandLine all = commands.get();
        environment.out().print(shell == Shell.fish ? FishCompletion.of(all) : AutoComplete.bash("runnel", all));
        environment.out().flush();
        return 0;
    }
}
