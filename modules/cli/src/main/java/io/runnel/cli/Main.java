package io.runnel.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the {@code runnel} command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = commandLine(new Environment(System.getenv(), out, err), new RunningServer())
                .execute(args);
        if (code != RunningServer.SERVING) {
            System.exit(code);
        }
    }

    /** The command, its surroundings injected. */
    static CommandLine commandLine(Environment environment, ServerLauncher launcher) {
        return new CommandLine(new RunnelCommand())
                .addSubcommand(new ServeCommand(environment, launcher))
                .addSubcommand(new CommandLine(new StoreCommand())
                        .addSubcommand(new StoreVerifyCommand(environment))
                        .addSubcommand(new StoreInspectCommand(environment)))
                .addSubcommand(new RehearseCommand())
                .setOut(environment.out())
                .setErr(environment.err())
                .setParameterExceptionHandler((wrong, arguments) -> {
                    environment.err().println("error: " + wrong.getMessage());
                    environment
                            .err()
                            .println("Try '"
                                    + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    environment.err().println("error: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }
}
