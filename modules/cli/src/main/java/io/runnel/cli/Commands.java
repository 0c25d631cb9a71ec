package io.runnel.cli;

import io.runnel.commands.ClientCommands;
import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import io.runnel.console.Style;
import io.runnel.loadtest.LoadtestCommands;
import io.runnel.top.TopCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All that {@code runnel} can do. */
final class Commands {
    private static final String SERVER = "Server";

    private final Environment environment;
    private final List<CommandEntry> entries = new ArrayList<>();

    Commands(Environment environment, ServerLauncher launcher) {
        this.environment = environment;
        entries.add(new CommandEntry(
                SERVER,
                "serve",
                List.of("lite"),
                "starts a server, on a directory or on a bucket",
                surroundings -> new ServeCommand(surroundings, launcher)));
        entries.addAll(ClientCommands.all());
        entries.addAll(LoadtestCommands.all());
        entries.addAll(TopCommands.all());
        entries.add(
                new CommandEntry(SERVER, "store", "checks and shows what a server has stored", Commands::storeCommand));
        entries.add(new CommandEntry(
                "Tools",
                "completion",
                "prints completions for bash, zsh or fish",
                surroundings -> new CompletionCommand(surroundings, this::full)));
    }

    private static CommandLine storeCommand(Environment environment) {
        return new CommandLine(new StoreCommand())
                .addSubcommand(new StoreVerifyCommand(environment))
                .addSubcommand(new StoreInspectCommand(environment));
    }

    List<CommandEntry> entries() {
        return List.copyOf(entries);
    }

    /** @return the exit code */
    int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /** With no more commands than the one that is called. */
    CommandLine commandLine(String... arguments) {
        CommandLine root = new CommandLine(new RunnelCommand(entries));
        if (arguments.length > 0) {
            String name = arguments[0];
            find(name).ifPresent(entry -> add(root, entry));
            if (name.equals("rehearse")) {
                root.addSubcommand(new RehearseCommand());
            }
        }
        return configured(root);
    }

    /** With all of them. */
    CommandLine full() {
        CommandLine root = new CommandLine(new RunnelCommand(entries));
        entries.forEach(entry -> add(root, entry));
        return configured(root);
    }

    private Optional<CommandEntry> find(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name) || entry.aliases().contains(name))
                .findFirst();
    }

    private void add(CommandLine root, CommandEntry entry) {
        root.addSubcommand(
                entry.name(), entry.create().apply(environment), entry.aliases().toArray(String[]::new));
    }

    private CommandLine configured(CommandLine root) {
        return root.setOut(environment.out())
                .setErr(environment.err())
                .setColorScheme(colours(environment.outStyle()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    complain(failure.getMessage() == null ? failure.toString() : failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static ColorScheme colours(Style style) {
        return CommandLine.Help.defaultColorScheme(style.isColoured() ? Ansi.ON : Ansi.OFF);
    }

    private int refuse(ParameterException wrong) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        Optional<String> unknown = unknownCommand(wrong);
        complain(unknown.map(word -> "there is no command '" + word + "'").orElse(String.valueOf(wrong.getMessage())));
        unknown.flatMap(word -> Spelling.nearest(word, entries))
                .ifPresent(near -> environment.err().println("  help: Did you mean 'runnel " + near + "'?"));
        environment.err().println("  help: Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static Optional<String> unknownCommand(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched
                && wrong.getCommandLine().getParent() == null) {
            return Optional.of(unmatched.getUnmatched().get(0)).filter(word -> !word.startsWith("-"));
        }
        return Optional.empty();
    }

    private void complain(String what) {
        environment.err().println(environment.errStyle().failure("error:") + " " + what);
    }
}
