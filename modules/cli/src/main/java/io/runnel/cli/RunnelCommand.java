package io.runnel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel} itself: says which commands there are. */
@Command(
        name = "runnel",
        mixinStandardHelpOptions = true,
        versionProvider = RunnelCommand.Version.class,
        description = "Durable streams that you run yourself: a server for the S2 v1 API.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Run 'runnel serve --help' for the options of the server."})
final class RunnelCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: try 'runnel serve'");
    }

    /** The version of the build, from a resource that Maven fills in. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"runnel " + current()};
        }

        static String current() {
            Properties build = new Properties();
            try (InputStream resource = RunnelCommand.class.getResourceAsStream("build.properties")) {
                build.load(resource);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return build.getProperty("version");
        }
    }
}
