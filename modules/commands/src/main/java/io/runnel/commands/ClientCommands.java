package io.runnel.commands;

import io.runnel.console.CommandEntry;
import java.util.List;

/** Every command of this module, in the order of the help. */
public final class ClientCommands {
    private static final String RECORDS = "Records";
    private static final String SETUP = "Setup";

    private ClientCommands() {}

    public static List<CommandEntry> all() {
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
                new CommandEntry(RECORDS, "fence", "gives a stream a fencing token", FenceCommand::new),
                new CommandEntry(SETUP, "apply", "makes basins and streams as a file wants them", ApplyCommand::new),
                new CommandEntry(SETUP, "diff", "compares two configurations", DiffCommand::new));
    }
}
