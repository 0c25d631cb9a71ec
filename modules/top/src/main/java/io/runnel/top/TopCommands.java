package io.runnel.top;

import io.runnel.console.CommandEntry;
import java.util.List;

/** Every command of this module. */
public final class TopCommands {
    private TopCommands() {}

    public static List<CommandEntry> all() {
        return List.of(new CommandEntry("Measuring", "top", "shows live what a server does", TopCommand::new));
    }
}
