package io.runnel.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A server that can be started for a run.
 *
 * @param command ends with what serves, such as {@code bin/runnel serve}; the options of the contract's section 12 follow
 */
record Software(String name, List<String> command) {
    /** This checkout, by its launcher and with its default settings. */
    static Software runnel() {
        Path launcher = Path.of(System.getProperty("runnel.home", "."), "bin", "runnel");
        return new Software("Runnel", List.of(launcher.toString(), "serve", "--host", "127.0.0.1"));
    }

    /** The field's open server, by the command that it is part of. */
    static Software s2(Path command) {
        return new Software("s2 lite", List.of(command.toString(), "lite"));
    }
}
