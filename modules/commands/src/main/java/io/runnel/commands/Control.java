package io.runnel.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands of the control plane have in common. A picocli mixin. */
final class Control {
    private final Environment environment;

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final Connection connection;

    Control(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    /** See {@link Connection#run}. */
    int run(String operation, Connection.Work work) {
        return connection.run(operation, work);
    }

    Environment environment() {
        return environment;
    }

    boolean isJson() {
        return output.isJson();
    }

    /** A confirmation. */
    void done(String what) {
        environment.err().println(environment.errStyle().done("✓ " + what));
    }

    /** The result, for programs. */
    void print(JsonNode json) {
        OutputFormat.printJson(environment, json);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
