package io.runnel.cli;

import io.runnel.console.CommandEntry;
import io.runnel.console.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runnel} itself: says which commands there are. */
@Command(
        name = "runnel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Durable streams that you run yourself: a server for the S2 v1 API, and what works with any of them.",
        customSynopsis = "runnel COMMAND [OPTIONS]")
final class RunnelCommand implements Runnable {
    private static final int NAME_WIDTH = 24;

    private final List<CommandEntry> entries;

    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    RunnelCommand(List<CommandEntry> entries) {
        this.entries = entries;
    }

    @Spec
    void setSpec(CommandSpec spec) {
        this.spec = spec;
        spec.usageMessage().footer(list().toArray(String[]::new));
    }

    /** The commands by group, in the order of the first of each. */
    private List<String> list() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (CommandEntry entry : entries) {
            groups.computeIfAbsent(entry.group(), group -> new ArrayList<>())
                    .add(("  @|yellow %-" + NAME_WIDTH + "s|@%s")
                            .formatted(
                                    String.join(", ", entry.name(), String.join(", ", entry.aliases()))
                                            .replaceAll(", $", ""),
                                    entry.summary()));
        }
        List<String> lines = new ArrayList<>();
        groups.forEach((group, commands) -> {
            lines.add("");
            lines.add("@|bold " + group + ":|@");
            lines.addAll(commands);
        });
        lines.add("");
        lines.add("'runnel COMMAND --help' says more. Begin with 'runnel serve'.");
        return lines;
    }

    /** Without a command there is only this to say. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
