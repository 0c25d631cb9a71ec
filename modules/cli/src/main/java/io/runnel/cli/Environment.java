package io.runnel.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What surrounds a command: variables and where it prints. */
record Environment(Map<String, String> variables, PrintWriter out, PrintWriter err) {
    /** The value of a variable; null if it is not set, or empty. */
    @Nullable
    String get(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
