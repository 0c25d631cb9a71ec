package io.runnel.loadtest;

import io.runnel.console.CommandEntry;
import java.util.List;

/** Every command of this module. */
public final class LoadtestCommands {
    private LoadtestCommands() {}

    public static List<CommandEntry> all() {
        return List.of(new CommandEntry(
                "Measuring",
                "bench",
                "appends and reads at a rate, verifies, and tells the latencies",
                BenchCommand::new));
    }
}
