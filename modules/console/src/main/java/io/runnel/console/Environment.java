package io.runnel.console;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command. Tests make one of their own.
 *
 * @param variables those of the process
 * @param home the user's directory
 * @param in standard input
 * @param bytes standard output for bytes; a write to a pipe that nobody reads fails, as it does not with {@code out}. Flush
 *     one before the other is written to
 * @param out standard output for text: results
 * @param err standard error: confirmations, progress, failures
 */
public record Environment(
        Map<String, String> variables,
        Path home,
        InputStream in,
        OutputStream bytes,
        PrintWriter out,
        PrintWriter err,
        Terminal terminal) {
    /** One without a terminal, without input, and without standard output for bytes. */
    public static Environment of(Map<String, String> variables, PrintWriter out, PrintWriter err) {
        return new Environment(
                variables,
                Path.of(System.getProperty("user.home")),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                out,
                err,
                Terminal.NONE);
    }

    /** The value of a variable; null if it is not set, or empty. */
    public @Nullable String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** How to print to standard output. */
    public Style outStyle() {
        return style(terminal.out());
    }

    /** How to print to standard error. */
    public Style errStyle() {
        return style(terminal.err());
    }

    /** As no-color.org and the variables of the BSDs have it: FORCE beats NO_COLOR beats the terminal. */
    private Style style(boolean isTerminal) {
        String force = get("CLICOLOR_FORCE");
        if (force != null && !force.equals("0")) {
            return Style.COLOURED;
        }
        boolean off = get("NO_COLOR") != null || "0".equals(get("CLICOLOR")) || "dumb".equals(get("TERM"));
        return isTerminal && !off ? Style.COLOURED : Style.PLAIN;
    }
}
