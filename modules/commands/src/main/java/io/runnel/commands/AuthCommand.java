package io.runnel.commands;

import io.runnel.console.CommandFailure;
import io.runnel.console.ConfigFile;
import io.runnel.console.Environment;
import io.runnel.console.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runnel auth}. */
@Command(
        name = "auth",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Keeps an access token for all commands.",
        footerHeading = "%nExamples:%n",
        footer = "  pass show runnel | runnel auth access-token set --stdin")
final class AuthCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "auth needs a command: access-token set or remove");
    }

    /** {@code runnel auth access-token}. */
    @Command(
            name = "access-token",
            mixinStandardHelpOptions = true,
            description = "Sets or removes the access token in the config file, which only you can read.")
    static final class AccessToken implements Runnable {
        private static final int MAX_BYTES = 1 << 20;

        private final Environment environment;

        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it
        private CommandSpec spec;

        AccessToken(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "access-token needs a command: set or remove");
        }

        @Command(
                name = "set",
                mixinStandardHelpOptions = true,
                description = "Takes the token from standard input and keeps it. S2_ACCESS_TOKEN comes before it.")
        int set(
                @Option(names = "--stdin", description = "From standard input, which is the only way.") boolean stdin,
                @Option(names = "--insecure-storage", description = "In a private file, which is the only way.")
                        boolean insecure) {
            try {
                String token = new String(environment.in().readNBytes(MAX_BYTES + 2), StandardCharsets.UTF_8).strip();
                ConfigKey.checkToken(token);
                return store(token, "✓ Access token stored");
            } catch (IOException | IllegalArgumentException e) {
                return fail(String.valueOf(e.getMessage()));
            }
        }

        @Command(
                name = "remove",
                mixinStandardHelpOptions = true,
                description = "Forgets the token. It is not revoked: 'runnel revoke-access-token' does that.")
        int remove() {
            return store(null, "✓ Access token removed");
        }

        private int store(@Nullable String token, String done) {
            try {
                ConfigFile file = ConfigFile.of(environment);
                file.set(ConfigKey.ACCESS_TOKEN.key(), token);
                environment.err().println(environment.errStyle().done(done));
                environment.err().println("Saved to " + file.path());
                return 0;
            } catch (CommandFailure e) {
                return fail(String.valueOf(e.getMessage()));
            }
        }

        private int fail(String message) {
            environment.err().println(environment.errStyle().failure("error:") + " " + message);
            return 1;
        }
    }
}
