package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.CommandFailure;
import io.runnel.console.ConfigFile;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runnel config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows and changes what is set for all commands, in a file of your own.",
            "Options and variables (S2_ACCOUNT_ENDPOINT, S2_BASIN_ENDPOINT, S2_COMPRESSION, S2_SSL_NO_VERIFY, "
                    + "S2_ACCESS_TOKEN) come before it. RUNNEL_CONFIG names another file."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  runnel config set account_endpoint https://streams.example.com",
            "  runnel config set basin_endpoint https://streams.example.com",
            "  runnel config list"
        })
final class ConfigCommand implements Runnable {
    private static final String HIDDEN = "(hidden)";

    private final Environment environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ConfigCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "config needs a command: list, get, set or unset");
    }

    private int told(Callable<Integer> work) {
        try {
            return work.call();
        } catch (CommandFailure | IllegalArgumentException e) {
            environment.err().println(environment.errStyle().failure("error:") + " " + e.getMessage());
            return 1;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private int changed(ConfigKey key, @Nullable String value) {
        ConfigFile file = ConfigFile.of(environment);
        if (value != null) {
            key.check(value);
        }
        file.set(key.key(), value);
        String what = "✓ " + key.key() + (value == null ? " unset" : " set");
        environment.err().println(environment.errStyle().done(what));
        environment.err().println("Saved to " + file.path());
        return 0;
    }

    private static String shown(String key, String value) {
        return key.equals(ConfigKey.ACCESS_TOKEN.key()) ? HIDDEN : value;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows everything that is set, a line each: key = value. The access token is hidden.")
    int list(@Mixin OutputFormat output) {
        return told(() -> {
            Map<String, String> values = ConfigFile.of(environment).read();
            ObjectNode json = Control.object();
            values.forEach((key, value) -> json.put(key, shown(key, value)));
            if (output.isJson()) {
                OutputFormat.printJson(environment, json);
            } else {
                values.forEach((key, value) -> environment.out().println(key + " = " + shown(key, value)));
            }
            return 0;
        });
    }

    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Shows one value. It is an error if it is not set; the access token is not shown.")
    int get(
            @Parameters(paramLabel = "KEY", converter = ConfigKey.Converter.class, description = ConfigKey.HELP)
                    ConfigKey key) {
        return told(() -> {
            if (key == ConfigKey.ACCESS_TOKEN) {
                throw new CommandFailure("the access token is not shown");
            }
            String value = ConfigFile.of(environment).read().get(key.key());
            if (value == null) {
                throw new CommandFailure(key.key() + " is not set; 'runnel config set " + key.key() + " VALUE' does");
            }
            environment.out().println(value);
            return 0;
        });
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Sets a value.")
    int set(
            @Parameters(
                            index = "0",
                            paramLabel = "KEY",
                            converter = ConfigKey.Converter.class,
                            description = ConfigKey.HELP)
                    ConfigKey key,
            @Parameters(index = "1", paramLabel = "VALUE", description = "Its value.") String value) {
        return told(() -> {
            if (key == ConfigKey.ACCESS_TOKEN) {
                environment
                        .err()
                        .println("warning: a token on the command line is seen by others; "
                                + "'runnel auth access-token set --stdin' takes it from standard input");
            }
            return changed(key, value);
        });
    }

    @Command(name = "unset", mixinStandardHelpOptions = true, description = "Takes a value away.")
    int unset(
            @Parameters(paramLabel = "KEY", converter = ConfigKey.Converter.class, description = ConfigKey.HELP)
                    ConfigKey key) {
        return told(() -> changed(key, null));
    }
}
