package io.runnel.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.runnel.console.CommandEntry;
import io.runnel.console.Environment;
import io.runnel.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs commands in this JVM, as from a shell. */
final class Cli {
    private final Map<String, String> variables;
    private final Path home;

    Cli(Map<String, String> variables, Path home) {
        this.variables = new HashMap<>(variables);
        this.home = home;
    }

    /** What came of a command. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record Result(int code, byte[] bytes, String err) {
        String out() {
            return new String(bytes, UTF_8);
        }
    }

    /** With one more variable. */
    Cli with(String name, String value) {
        Cli other = new Cli(variables, home);
        other.variables.put(name, value);
        return other;
    }

    Result run(String... words) {
        return pipe(new byte[0], words);
    }

    Result pipe(String input, String... words) {
        return pipe(input.getBytes(UTF_8), words);
    }

    Result pipe(byte[] input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(new ByteArrayInputStream(input), out, out, words);
    }

    Result run(InputStream in, OutputStream out, ByteArrayOutputStream kept, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                variables,
                home,
                in,
                out,
                new PrintWriter(out, true, UTF_8),
                new PrintWriter(err, true, UTF_8),
                Terminal.NONE);
        CommandLine root = new CommandLine(new Root());
        for (CommandEntry each : ClientCommands.all()) {
            if (each.name().equals(words[0])) {
                root.addSubcommand(each.name(), each.create().apply(environment));
            }
        }
        int code = root.setOut(environment.out()).setErr(environment.err()).execute(words);
        environment.out().flush();
        environment.err().flush();
        return new Result(code, kept.toByteArray(), err.toString(UTF_8));
    }

    @Command(name = "runnel")
    private static final class Root {}
}
