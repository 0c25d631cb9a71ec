package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.BasinInfo;
import io.runnel.sdk.Ensured;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands about one basin. */
final class BasinCommands {
    private BasinCommands() {}

    /** {@code runnel create-basin}. */
    @Command(
            name = "create-basin",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Creates a basin. What is not given about its streams takes the default of the server.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  runnel create-basin my-basin --create-stream-on-append",
                "  runnel create-basin my-basin --retention-policy 30d --stream-cipher aegis-256"
            })
    static final class Create implements Callable<Integer> {
        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Option(
                names = "--location",
                paramLabel = "NAME",
                description = "Where the basin is to be. Default: the account's.")
        private @Nullable String location;

        @Mixin
        private final BasinConfigOptions config = new BasinConfigOptions();

        @Mixin
        private final Control control;

        Create(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("create basin", client -> {
                BasinInfo info = Await.result(client.createBasin(basin.name(), config.config(), location));
                control.done("Basin created");
                if (control.isJson()) {
                    control.print(Infos.json(info));
                }
                return 0;
            });
        }
    }

    /** {@code runnel ensure-basin}. */
    @Command(
            name = "ensure-basin",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Makes sure that a basin exists with exactly this configuration: creates it, or changes what differs.",
                "What is not given takes its default. Running it again changes nothing."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  runnel ensure-basin my-basin --create-stream-on-append"})
    static final class Ensure implements Callable<Integer> {
        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Option(
                names = "--location",
                paramLabel = "NAME",
                description = "Where the basin is to be. Default: the account's.")
        private @Nullable String location;

        @Mixin
        private final BasinConfigOptions config = new BasinConfigOptions();

        @Mixin
        private final Control control;

        Ensure(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("ensure basin", client -> {
                Ensured<BasinInfo> ensured = Await.result(client.ensureBasin(basin.name(), config.config(), location));
                String result = ensured.result().name().toLowerCase(Locale.ROOT);
                control.done("Basin " + result);
                if (control.isJson()) {
                    control.print(Infos.json(ensured.info()).put("result", result));
                }
                return 0;
            });
        }
    }

    /** {@code runnel delete-basin}. */
    @Command(
            name = "delete-basin",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Asks for the deletion of a basin with all its streams, which goes on after this has ended.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel delete-basin my-basin"})
    static final class Delete implements Callable<Integer> {
        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Option(names = "--if-exists", description = "Be content if there is none.")
        private boolean ifExists;

        @Mixin
        private final Control control;

        Delete(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("delete basin", client -> {
                Await.result(ifExists ? client.deleteBasinIfExists(basin.name()) : client.deleteBasin(basin.name()));
                control.done("Basin deletion requested");
                return 0;
            });
        }
    }

    /** {@code runnel get-basin-config}. */
    @Command(
            name = "get-basin-config",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows the configuration of a basin.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel get-basin-config my-basin", "  runnel get-basin-config my-basin --output json"})
    static final class GetConfig implements Callable<Integer> {
        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Mixin
        private final Control control;

        GetConfig(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run(
                    "get basin config", client -> control.show(Await.result(client.getBasinConfig(basin.name()))));
        }
    }

    /** {@code runnel reconfigure-basin}. */
    @Command(
            name = "reconfigure-basin",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Changes the configuration of a basin, as far as it is given, and shows the whole of it.",
                "Defaults for streams are for streams created later."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  runnel reconfigure-basin my-basin --create-stream-on-append true",
                "  runnel reconfigure-basin my-basin --retention-policy infinite --no-stream-cipher"
            })
    static final class Reconfigure implements Callable<Integer> {
        @Mixin
        private final BasinArgument basin = new BasinArgument();

        @Mixin
        private final BasinChangeOptions change = new BasinChangeOptions();

        @Mixin
        private final Control control;

        Reconfigure(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("reconfigure basin", client -> {
                BasinConfig result = Await.result(client.reconfigureBasin(basin.name(), change.reconfiguration()));
                control.done("Basin reconfigured");
                return control.show(result);
            });
        }
    }
}
