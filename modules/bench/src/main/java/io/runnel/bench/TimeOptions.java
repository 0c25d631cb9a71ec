package io.runnel.bench;

import picocli.CommandLine.Option;

/** How long is measured. */
final class TimeOptions {
    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "8",
            description = "How long is measured. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long the same work runs before. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    double seconds() {
        return seconds;
    }

    double warmUp() {
        return warmUp;
    }
}
