package io.runnel.console;

import java.util.List;
import java.util.function.Function;

/**
 * A command as the list of commands has it. It is made only when it is called, or asked for its help: picocli takes long to look
 * at fifty of them.
 *
 * @param group the heading it is listed under
 * @param summary a few words without a full stop
 * @param create makes the object with picocli's annotations, or a {@code CommandLine}
 */
public record CommandEntry(
        String group, String name, List<String> aliases, String summary, Function<Environment, Object> create) {
    public CommandEntry(String group, String name, String summary, Function<Environment, Object> create) {
        this(group, name, List.of(), summary, create);
    }
}
