package io.runnel.commands;

import io.runnel.console.CommandEntry;
import java.util.List;

/** Every command of this module, in the order of the help. */
public final class ClientCommands {
    private static final String RECORDS = "Records";

    private ClientCommands() {}

    public static List<CommandEntry> all() {
        return List.of(new CommandEntry(
                RECORDS, "check-tail", "shows the next sequence number and the last timestamp", CheckTailCommand::new));
    }
}
