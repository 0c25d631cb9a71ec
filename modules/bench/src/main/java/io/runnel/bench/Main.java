package io.runnel.bench;

import picocli.CommandLine;

/** Where the {@code bench} command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
