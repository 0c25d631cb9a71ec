package io.runnel.console;

import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The options that say where a command connects; and what runs its work there and tells how it failed. A picocli mixin. */
public final class Connection {
    private final Environment environment;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description =
                    "The server, such as " + ClientSettings.LOCAL + " (the default, unless S2_ACCOUNT_ENDPOINT and "
                            + "S2_BASIN_ENDPOINT or the config file say otherwise).")
    private @Nullable String endpoint;

    public Connection(Environment environment) {
        this.environment = environment;
    }

    /** What a command does with a client. */
    @FunctionalInterface
    public interface Work {
        /** @return the exit code */
        int with(RunnelClient client) throws IOException, InterruptedException;
    }

    /** What a failure says to people. */
    public static String messageOf(Throwable failure) {
        return Failures.message(failure);
    }

    /** @throws CommandFailure if a value is not understood */
    public ClientSettings settings() {
        return ClientSettings.of(environment, endpoint);
    }

    /**
     * Does something with a client, and closes that.
     *
     * @param operation what, as in "Failed to {@code list basins}"
     * @return the exit code: that of the work, or 1 after telling why it failed
     */
    public int run(String operation, Work work) {
        return run(operation, UnaryOperator.identity(), work);
    }

    /** As {@link #run}, but Ctrl-C interrupts the work and is a success: it is how such a command is ended. */
    public int runUntilAborted(String operation, Work work) {
        try (Abort abort = Abort.onSignal(environment)) {
            int code = run(operation, work);
            return code == Failures.INTERRUPTED && abort.requested() ? abort.tell() : code;
        }
    }

    /** @param change made to the options of the client */
    public int run(String operation, UnaryOperator<ClientOptions.Builder> change, Work work) {
        ClientSettings settings;
        try {
            settings = settings();
        } catch (CommandFailure e) {
            return new Failures(environment, null).tell(operation, e);
        }
        Failures failures = new Failures(environment, settings);
        ClientOptions options =
                change.apply(settings.toOptions(Version.current())).build();
        try (RunnelClient client = RunnelClient.create(options)) {
            int code = work.with(client);
            environment.out().flush();
            return environment.out().checkError() ? ExitCode.OK : code; // whoever reads has had enough
        } catch (IOException e) {
            return Failures.isBrokenPipe(e) ? ExitCode.OK : failures.tell(operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failures.INTERRUPTED;
        } catch (CompletionException e) {
            return failures.tell(operation, e.getCause() instanceof RunnelException cause ? cause : e);
        } catch (RuntimeException e) {
            return failures.tell(operation, e);
        }
    }
}
