package io.runnel.commands;

import picocli.CommandLine.Parameters;

/** The basin that a command is about. A picocli mixin. */
final class BasinArgument {
    @Parameters(
            index = "0",
            paramLabel = "BASIN",
            converter = BasinUri.Converter.class,
            description = "The basin: BASIN or s2://BASIN. A name has 8 to 48 of a-z, 0-9 and -.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private BasinUri uri;

    String name() {
        return uri.basin();
    }
}
