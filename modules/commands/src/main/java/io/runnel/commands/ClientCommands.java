package io.runnel.commands;

import io.runnel.console.CommandEntry;
import java.util.List;
import java.util.stream.Stream;

/** Every command of this module, in the order of the help. */
public final class ClientCommands {
    private static final String RECORDS = "Records";
    private static final String RESOURCES = "Basins and streams";
    private static final String SETUP = "Setup";

    private ClientCommands() {}

    public static List<CommandEntry> all() {
        return Stream.of(records(), basins(), streams(), setup())
                .flatMap(List::stream)
                .toList();
    }

    private static List<CommandEntry> records() {
        return List.of(
                new CommandEntry(RECORDS, "append", "appends records, one for each line", AppendCommand::new),
                new CommandEntry(RECORDS, "read", "prints records, and follows", ReadCommand::new),
                new CommandEntry(RECORDS, "tail", "prints the last records", TailCommand::new),
                new CommandEntry(
                        RECORDS,
                        "check-tail",
                        "shows the next sequence number and the last timestamp",
                        CheckTailCommand::new),
                new CommandEntry(RECORDS, "trim", "removes the oldest records", TrimCommand::new),
                new CommandEntry(RECORDS, "fence", "gives a stream a fencing token", FenceCommand::new));
    }

    private static List<CommandEntry> basins() {
        return List.of(
                new CommandEntry(RESOURCES, "ls", "lists basins, or the streams of one", ListCommands.Ls::new),
                new CommandEntry(RESOURCES, "list-basins", "lists basins", ListCommands.Basins::new),
                new CommandEntry(RESOURCES, "create-basin", "creates a basin", BasinCommands.Create::new),
                new CommandEntry(
                        RESOURCES,
                        "ensure-basin",
                        "creates a basin, or brings it up to date",
                        BasinCommands.Ensure::new),
                new CommandEntry(
                        RESOURCES,
                        "get-basin-config",
                        "shows the configuration of a basin",
                        BasinCommands.GetConfig::new),
                new CommandEntry(
                        RESOURCES,
                        "reconfigure-basin",
                        "changes the configuration of a basin",
                        BasinCommands.Reconfigure::new),
                new CommandEntry(RESOURCES, "delete-basin", "deletes a basin", BasinCommands.Delete::new));
    }

    private static List<CommandEntry> streams() {
        return List.of(
                new CommandEntry(RESOURCES, "list-streams", "lists the streams of a basin", ListCommands.Streams::new),
                new CommandEntry(RESOURCES, "create-stream", "creates a stream", StreamCommands.Create::new),
                new CommandEntry(
                        RESOURCES,
                        "ensure-stream",
                        "creates a stream, or brings it up to date",
                        StreamCommands.Ensure::new),
                new CommandEntry(
                        RESOURCES,
                        "get-stream-config",
                        "shows the configuration of a stream",
                        StreamCommands.GetConfig::new),
                new CommandEntry(
                        RESOURCES,
                        "reconfigure-stream",
                        "changes the configuration of a stream",
                        StreamCommands.Reconfigure::new),
                new CommandEntry(RESOURCES, "delete-stream", "deletes a stream", StreamCommands.Delete::new));
    }

    private static List<CommandEntry> setup() {
        return List.of(
                new CommandEntry(SETUP, "apply", "makes basins and streams as a file wants them", ApplyCommand::new),
                new CommandEntry(SETUP, "diff", "compares two configurations", DiffCommand::new));
    }
}
