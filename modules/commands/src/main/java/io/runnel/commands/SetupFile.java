package io.runnel.commands;

import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.StreamConfig;
import java.util.List;

/** Basins and streams as somebody wants them to be: what {@code apply} works by. What a file leaves out is at its default. */
record SetupFile(List<Basin> basins) {
    SetupFile {
        basins = List.copyOf(basins);
    }

    record Basin(String name, BasinConfig config, List<Stream> streams) {
        Basin {
            streams = List.copyOf(streams);
        }
    }

    record Stream(String name, StreamConfig config) {}
}
