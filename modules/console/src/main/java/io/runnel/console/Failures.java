package io.runnel.console;

import io.runnel.sdk.ConnectionException;
import io.runnel.sdk.FencingTokenMismatchException;
import io.runnel.sdk.RangeNotSatisfiableException;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.SeqNumMismatchException;
import io.runnel.sdk.ServerException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Tells the user what went wrong, and what to do. */
final class Failures {
    /** As shells say of a process that Ctrl-C has ended. */
    static final int INTERRUPTED = 130;

    private static final Set<String> AUTHENTICATION = Set.of("authn", "permission_denied", "access_token_not_found");

    /** In messages about connections. */
    private static final Pattern EXCEPTION_NAME = Pattern.compile("\\b[\\w.$]+Exception: ");

    private final Environment environment;
    private final @Nullable ClientSettings settings;

    /** @param settings null if it has not come to them */
    Failures(Environment environment, @Nullable ClientSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** @return the exit code */
    int tell(String operation, Throwable failure) {
        environment.out().flush();
        String message = message(failure);
        environment
                .err()
                .println(environment.errStyle().failure("error:") + " Failed to " + operation + ": " + message);
        hints(failure).forEach(hint -> environment.err().println("  help: " + hint));
        return ExitCode.SOFTWARE;
    }

    /** Without names of classes, as far as that can be. */
    static String message(Throwable failure) {
        boolean forPeople = failure instanceof RunnelException
                || failure instanceof CommandFailure
                || failure instanceof IllegalArgumentException; // a name that cannot be, say
        String message = String.valueOf(forPeople ? failure.getMessage() : failure);
        return failure instanceof ConnectionException
                ? EXCEPTION_NAME.matcher(message).replaceAll("")
                : message;
    }

    private List<String> hints(Throwable failure) {
        if (failure instanceof CommandFailure known) {
            return known.hints();
        }
        if (failure instanceof ServerException refused && AUTHENTICATION.contains(refused.code()) && settings != null) {
            return List.of("The access token: " + settings.tokenSource() + ".");
        }
        if (failure instanceof ServerException refused && refused.code().equals("basin_not_found")) {
            return List.of("'runnel ls' lists the basins; 'runnel create-basin NAME' creates one.");
        }
        if (failure instanceof ServerException refused && refused.code().equals("stream_not_found")) {
            return List.of(
                    "'runnel ls BASIN' lists the streams; 'runnel create-stream s2://BASIN/STREAM' creates one.");
        }
        if (failure instanceof ServerException refused && refused.code().equals("resource_already_exists")) {
            return List.of(
                    "'runnel ensure-basin' and 'runnel ensure-stream' take what exists and bring it up to date.");
        }
        if (failure instanceof SeqNumMismatchException) {
            return List.of(
                    "Somebody has appended in between, or the number was wrong: 'runnel check-tail' shows the next one.");
        }
        if (failure instanceof FencingTokenMismatchException other) {
            return List.of("The stream's token is \"" + other.actualFencingToken()
                    + "\": another writer may have taken over ('runnel fence' sets a token).");
        }
        if (failure instanceof RangeNotSatisfiableException) {
            return List.of("--clamp takes a start beyond the tail for the tail.");
        }
        if (failure instanceof ConnectionException && settings != null) {
            return List.of(
                    "Is a server running at " + settings.endpoints().account() + "? 'runnel serve' starts one.",
                    "Another one is chosen with --endpoint, or with S2_ACCOUNT_ENDPOINT and S2_BASIN_ENDPOINT.");
        }
        if (failure instanceof RunnelException known && !known.hasNoSideEffects()) {
            return List.of("It may have taken effect all the same: look before you try again.");
        }
        return List.of();
    }

    /** Whether nobody reads any more what is written. */
    static boolean isBrokenPipe(IOException failure) {
        String message = failure.getMessage();
        return message != null && (message.contains("Broken pipe") || message.contains("EPIPE"));
    }
}
