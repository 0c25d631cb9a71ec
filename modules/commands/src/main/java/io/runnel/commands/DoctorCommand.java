package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.runnel.console.ClientSettings;
import io.runnel.console.CommandFailure;
import io.runnel.console.ConfigFile;
import io.runnel.console.Connection;
import io.runnel.console.Environment;
import io.runnel.console.OutputFormat;
import io.runnel.console.Version;
import io.runnel.sdk.Await;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.ListOptions;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.RunnelException;
import io.runnel.sdk.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code runnel doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Looks whether commands can work from here, and says what to do if not: settings, connection, token, features.",
            "Exit code 1 if something is wrong. Nothing is changed anywhere."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  runnel doctor", "  runnel doctor --endpoint https://streams.example.com"})
final class DoctorCommand implements Callable<Integer> {
    /** What was found out; {@code good} is null for what is neither good nor bad. */
    private record Finding(@Nullable Boolean good, String what, String detail) {}

    private static final int NOT_IMPLEMENTED = 501;

    private final Environment environment;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final Connection connection;

    DoctorCommand(Environment environment) {
        this.environment = environment;
        this.connection = new Connection(environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            examine(connection.settings());
        } catch (CommandFailure e) {
            findings.add(new Finding(false, "settings", String.valueOf(e.getMessage())));
        }
        if (output.isJson()) {
            printJson();
        } else {
            findings.forEach(this::print);
        }
        return findings.stream().anyMatch(each -> Boolean.FALSE.equals(each.good)) ? 1 : 0;
    }

    private void examine(ClientSettings settings) throws InterruptedException {
        note("config file", ConfigFile.of(environment).path().toString());
        note("account endpoint", settings.endpoints().account());
        note("basin endpoint", settings.endpoints().basin());
        note("access token", settings.tokenSource());
        if (settings.acceptAnyCertificate()) {
            note("certificates", "not checked: whoever is in between can read along");
        }
        ClientOptions.Builder options =
                settings.toOptions(Version.current()).retry(RetryPolicy.DEFAULT.withMaxAttempts(1));
        RunnelException unreachable = reach(options, HttpVersion.AUTO);
        if (unreachable != null && !(unreachable instanceof ServerException)) {
            findings.add(new Finding(
                    false,
                    "connection",
                    Connection.messageOf(unreachable) + "; 'runnel serve' starts a server on this machine"));
            return;
        }
        findings.add(new Finding(true, "connection", "the server answers"));
        findings.add(
                unreachable == null
                        ? new Finding(true, "permission", "basins can be listed")
                        : new Finding(
                                false,
                                "permission",
                                Connection.messageOf(unreachable) + "; is the access token right?"));
        RunnelException withHttp2 = reach(options, HttpVersion.HTTP_2);
        boolean http2 = withHttp2 == null || withHttp2 instanceof ServerException;
        note("HTTP/2", http2 ? "works" : "does not: is there a proxy in between? What needs it will fail");
        try (RunnelClient client =
                RunnelClient.create(options.httpVersion(HttpVersion.AUTO).build())) {
            feature(client, "access tokens", each -> each.accessTokens().list(ListOptions.ALL.withLimit(1)));
            feature(client, "locations", each -> each.locations().list());
        }
    }

    private void note(String what, String detail) {
        findings.add(new Finding(null, what, detail));
    }

    /** What listing a basin fails with; null if it does not. */
    private static @Nullable RunnelException reach(ClientOptions.Builder options, HttpVersion version)
            throws InterruptedException {
        try (RunnelClient client =
                RunnelClient.create(options.httpVersion(version).build())) {
            Await.result(client.listBasins(ListOptions.ALL.withLimit(1)));
            return null;
        } catch (RunnelException e) {
            return e;
        }
    }

    private void feature(RunnelClient client, String name, Function<RunnelClient, CompletableFuture<?>> ask)
            throws InterruptedException {
        try {
            Await.result(ask.apply(client));
            findings.add(new Finding(true, name, "this server has them"));
        } catch (ServerException e) {
            String detail =
                    e.status() == NOT_IMPLEMENTED ? "this server does not have them" : "refused: " + e.getMessage();
            note(name, detail);
        } catch (RunnelException e) {
            findings.add(new Finding(false, name, Connection.messageOf(e)));
        }
    }

    private void print(Finding finding) {
        String line = finding.what + ": " + finding.detail;
        if (finding.good == null) {
            environment.out().println("  " + line);
        } else if (finding.good) {
            environment.out().println(environment.outStyle().done("✓") + " " + line);
        } else {
            environment.out().println(environment.outStyle().failure("✗") + " " + line);
        }
    }

    private void printJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Finding each : findings) {
            json.addObject()
                    .put("what", each.what)
                    .put("status", each.good == null ? "info" : each.good ? "ok" : "failed")
                    .put("detail", each.detail);
        }
        OutputFormat.printJson(environment, json);
    }
}
