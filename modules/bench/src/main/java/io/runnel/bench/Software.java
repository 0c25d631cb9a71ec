package io.runnel.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server that can be started for a run.
 *
 * @param command ends with what serves, such as {@code bin/runnel serve}; the options of the contract's section 12 follow
 * @param environment on top of that of this process
 */
record Software(String name, List<String> command, Map<String, String> environment) {
    /** Heap for a store that keeps all of a run; the default is made for stores that do not. */
    private static final String HEAP_FOR_MEMORY = "-Xmx8g";

    /** This checkout, by its launcher. */
    static Software runnel(Store store) {
        boolean needsHeap = store == Store.MEMORY && System.getenv("RUNNEL_JAVA_OPTS") == null;
        return new Software(
                "Runnel",
                List.of(
                        Path.of(System.getProperty("runnel.home", "."), "bin", "runnel")
                                .toString(),
                        "serve"),
                needsHeap ? Map.of("RUNNEL_JAVA_OPTS", HEAP_FOR_MEMORY) : Map.of());
    }

    /** The field's open server, by the command that it is part of. */
    static Software s2(Path command) {
        return new Software("s2 lite", List.of(command.toString(), "lite"), Map.of());
    }
}
