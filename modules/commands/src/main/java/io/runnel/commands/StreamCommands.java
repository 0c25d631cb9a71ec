package io.runnel.commands;

import io.runnel.console.Environment;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.BasinClient;
import io.runnel.sdk.Ensured;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.StreamInfo;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands about one stream and its configuration. */
final class StreamCommands {
    private StreamCommands() {}

    /** {@code runnel create-stream}. */
    @Command(
            name = "create-stream",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Creates a stream. What is not given takes the basin's default.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  runnel create-stream s2://my-basin/my/stream",
                "  runnel create-stream s2://my-basin/my/stream --retention-policy 7d"
            })
    static final class Create implements Callable<Integer> {
        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Mixin
        private final StreamConfigOptions config = new StreamConfigOptions();

        @Mixin
        private final Control control;

        Create(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("create stream", client -> {
                StreamUri uri = stream.uri();
                StreamInfo info = Await.result(client.basin(uri.basin()).createStream(uri.stream(), config.config()));
                control.done("Stream created");
                if (control.isJson()) {
                    control.print(Infos.json(uri.basin(), info));
                }
                return 0;
            });
        }
    }

    /** {@code runnel ensure-stream}. */
    @Command(
            name = "ensure-stream",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = {
                "Makes sure that a stream exists with exactly this configuration: creates it, or changes what differs.",
                "What is not given takes the basin's default of now. Running it again changes nothing."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  runnel ensure-stream s2://my-basin/my/stream --retention-policy 7d"})
    static final class Ensure implements Callable<Integer> {
        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Mixin
        private final StreamConfigOptions config = new StreamConfigOptions();

        @Mixin
        private final Control control;

        Ensure(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("ensure stream", client -> {
                StreamUri uri = stream.uri();
                Ensured<StreamInfo> ensured =
                        Await.result(client.basin(uri.basin()).ensureStream(uri.stream(), config.config()));
                String result = ensured.result().name().toLowerCase(Locale.ROOT);
                control.done("Stream " + result);
                if (control.isJson()) {
                    control.print(Infos.json(uri.basin(), ensured.info()).put("result", result));
                }
                return 0;
            });
        }
    }

    /** {@code runnel delete-stream}. */
    @Command(
            name = "delete-stream",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Asks for the deletion of a stream with its records, which goes on after this has ended.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel delete-stream s2://my-basin/my/stream"})
    static final class Delete implements Callable<Integer> {
        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Option(names = "--if-exists", description = "Be content if there is none.")
        private boolean ifExists;

        @Mixin
        private final Control control;

        Delete(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("delete stream", client -> {
                BasinClient basin = client.basin(stream.uri().basin());
                String name = stream.uri().stream();
                Await.result(ifExists ? basin.deleteStreamIfExists(name) : basin.deleteStream(name));
                control.done("Stream deletion requested");
                return 0;
            });
        }
    }

    /** {@code runnel get-stream-config}. */
    @Command(
            name = "get-stream-config",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Shows the configuration of a stream.",
            footerHeading = "%nExamples:%n",
            footer = {"  runnel get-stream-config s2://my-basin/my/stream"})
    static final class GetConfig implements Callable<Integer> {
        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Mixin
        private final Control control;

        GetConfig(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("get stream config", client -> {
                StreamUri uri = stream.uri();
                return control.show(Await.result(client.basin(uri.basin()).getStreamConfig(uri.stream())));
            });
        }
    }

    /** {@code runnel reconfigure-stream}. */
    @Command(
            name = "reconfigure-stream",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Changes the configuration of a stream, as far as it is given, and shows the whole of it.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  runnel reconfigure-stream s2://my-basin/my/stream --retention-policy 1d",
                "  runnel reconfigure-stream s2://my-basin/my/stream --reset retention-policy"
            })
    static final class Reconfigure implements Callable<Integer> {
        @Mixin
        private final StreamArgument stream = new StreamArgument();

        @Mixin
        private final StreamChangeOptions change = new StreamChangeOptions();

        @Mixin
        private final Control control;

        Reconfigure(Environment environment) {
            this.control = new Control(environment);
        }

        @Override
        public Integer call() {
            return control.run("reconfigure stream", client -> {
                StreamUri uri = stream.uri();
                StreamConfig result = Await.result(
                        client.basin(uri.basin()).reconfigureStream(uri.stream(), change.reconfiguration()));
                control.done("Stream reconfigured");
                return control.show(result);
            });
        }
    }
}
