package io.runnel.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.CommandFailure;
import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.ServerException;
import io.runnel.sdk.StreamConfig;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands of the control plane have in common. A picocli mixin. */
final class Control {
    private static final int NOT_IMPLEMENTED = 501;

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

    /**
     * The same for what not every server has.
     *
     * @param feature in the plural, as in "this server does not have {@code access tokens}"
     */
    int run(String operation, String feature, Connection.Work work) {
        return connection.run(operation, client -> {
            try {
                return work.with(client);
            } catch (ServerException e) {
                if (e.status() != NOT_IMPLEMENTED) {
                    throw e;
                }
                throw new CommandFailure(
                        "this server does not have " + feature,
                        "The hosted service has; --endpoint, or S2_ACCOUNT_ENDPOINT and S2_BASIN_ENDPOINT, say where to ask.");
            }
        });
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

    /** The result. */
    int show(BasinConfig config) {
        return show(Configs.json(config), Configs.table(config));
    }

    /** The result. */
    int show(StreamConfig config) {
        return show(Configs.json(config), Configs.table(config));
    }

    private int show(JsonNode json, Table table) {
        if (isJson()) {
            print(json);
        } else {
            table.printTo(environment.out());
        }
        return 0;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
