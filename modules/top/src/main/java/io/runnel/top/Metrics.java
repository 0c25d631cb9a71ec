package io.runnel.top;

import io.runnel.console.ClientSettings;
import io.runnel.console.CommandFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The page on which a server tells its figures. */
final class Metrics {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI page;
    private final HttpClient client;

    private Metrics(URI page, HttpClient client) {
        this.page = page;
        this.client = client;
    }

    static Metrics of(ClientSettings settings) {
        URI endpoint = URI.create(settings.endpoints().account());
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        if (settings.acceptAnyCertificate()) {
            client.sslContext(AnyCertificate.context());
        }
        return new Metrics(endpoint.resolve("/metrics"), client.build());
    }

    /** The address of the server. */
    String server() {
        return page.getScheme() + "://" + page.getRawAuthority();
    }

    /** @throws CommandFailure if there is no such page */
    String read() throws InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = client.send(HttpRequest.newBuilder(page).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read " + page + ": " + reason(e),
                    "Is a server running there? 'runnel serve' starts one.",
                    "Another one is chosen with --endpoint.");
        }
        if (answer.statusCode() != 200) {
            throw new CommandFailure(
                    page + " was answered with " + answer.statusCode(),
                    "It takes a server that tells its figures, as 'runnel serve' does.");
        }
        return answer.body();
    }

    private static String reason(IOException failure) {
        if (failure instanceof HttpTimeoutException) {
            return "no answer for " + TIMEOUT.toSeconds() + " seconds";
        }
        if (failure instanceof ConnectException) {
            return "nobody listens there";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
