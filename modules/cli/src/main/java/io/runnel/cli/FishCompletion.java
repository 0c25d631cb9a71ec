package io.runnel.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completions of commands for the shell fish, of which picocli knows nothing. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder();
    private final String program;

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandLine root) {
        FishCompletion completion = new FishCompletion(root.getCommandName());
        completion
                .script
                .append("# Completions of ")
                .append(root.getCommandName())
                .append(" for fish.\n");
        completion.line("-f", "");
        completion.add(root, List.of());
        return completion.script.toString();
    }

    /** @param path the names before, each with its aliases */
    private void add(CommandLine command, List<Collection<String>> path) {
        List<CommandLine> children =
                command.getSubcommands().values().stream().distinct().toList();
        String here = condition(path, children);
        for (CommandLine child : children) {
            if (!child.getCommandSpec().usageMessage().hidden()) {
                line(
                        "-n " + quoted(here) + " -a " + quoted(String.join(" ", names(child))),
                        summary(child.getCommandSpec()));
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line("-n " + quoted(here) + words(option), first(option.description()));
            }
        }
        for (CommandLine child : children) {
            List<Collection<String>> deeper = new ArrayList<>(path);
            deeper.add(names(child));
            add(child, deeper);
        }
    }

    /** That the names before have been said, and none of those that come next. */
    private static String condition(List<Collection<String>> path, List<CommandLine> children) {
        List<String> parts = new ArrayList<>();
        for (Collection<String> names : path) {
            parts.add("__fish_seen_subcommand_from " + String.join(" ", names));
        }
        String next = children.stream().flatMap(child -> names(child).stream()).collect(Collectors.joining(" "));
        if (!next.isEmpty()) {
            parts.add("not __fish_seen_subcommand_from " + next);
        }
        return parts.isEmpty() ? "true" : String.join("; and ", parts);
    }

    private static List<String> names(CommandLine command) {
        List<String> names = new ArrayList<>();
        names.add(command.getCommandName());
        names.addAll(Arrays.asList(command.getCommandSpec().aliases()));
        return names;
    }

    private static String words(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            boolean file =
                    option.paramLabel().contains("FILE") || option.paramLabel().contains("DIR");
            words.append(file ? " -r -F" : " -x");
            String values = values(option);
            if (!values.isEmpty()) {
                words.append(" -a ").append(quoted(values));
            }
        }
        return words.toString();
    }

    private static String values(OptionSpec option) {
        return option.type().isEnum()
                ? Arrays.stream(option.type().getEnumConstants())
                        .map(value -> value.toString().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "))
                : "";
    }

    private static String summary(CommandSpec command) {
        return first(command.usageMessage().description());
    }

    /** The first sentence. */
    private static String first(String... lines) {
        if (lines.length == 0) {
            return "";
        }
        int end = lines[0].indexOf(". ");
        return end < 0 ? lines[0].replaceFirst("\\.$", "") : lines[0].substring(0, end);
    }

    private void line(String words, String description) {
        script.append("complete -c ").append(program).append(' ').append(words);
        if (!description.isEmpty()) {
            script.append(" -d ").append(quoted(description));
        }
        script.append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
