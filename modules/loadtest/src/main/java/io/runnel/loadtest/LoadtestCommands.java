package io.runnel.loadtest;

import io.runnel.console.CommandEntry;
import java.util.List;

/** Every command of this module. */
public final class LoadtestCommands {
    private LoadtestCommands() {}

    public static List<CommandEntry> all() {
        return List.of(new CommandEntry(
                "Measuring", "bench", "loads a server, verifies it, tells the latencies", BenchCommand::new));
    }
}
