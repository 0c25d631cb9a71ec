package io.runnel.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** A basin that a run has for itself, and deletes when it is done. */
final class Basin implements AutoCloseable {
    private static final String CONFIG =
            "{\"config\":{\"create_stream_on_append\":true,\"create_stream_on_read\":true}}";
    private static final int REQUESTS_AT_ONCE = 32;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Endpoint endpoint;
    private final String name;

    private Basin(Endpoint endpoint, String name) {
        this.endpoint = endpoint;
        this.name = name;
    }

    static Basin create(Endpoint endpoint) throws IOException, InterruptedException {
        Basin basin = new Basin(endpoint, "bench-" + Long.toHexString(new Random().nextLong() & Long.MAX_VALUE));
        accept(basin.http.send(basin.put("/v1/basins/" + basin.name, CONFIG), BodyHandlers.ofString()));
        return basin;
    }

    String name() {
        return name;
    }

    void createStreams(int count, IntFunction<String> names) throws IOException, InterruptedException {
        for (int from = 0; from < count; from += REQUESTS_AT_ONCE) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + REQUESTS_AT_ONCE); i++) {
                String path = Request.append(endpoint, name, names.apply(i)).streamPath();
                answers.add(http.sendAsync(put(path, "{}"), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                accept(answer.join());
            }
        }
    }

    private HttpRequest put(String path, String body) {
        return request(path)
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path))
                .header("s2-basin", name)
                .header("authorization", "Bearer bench");
    }

    private static void accept(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new BrokenAnswerException(
                    answer.request().uri() + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        http.sendAsync(request("/v1/basins/" + name).DELETE().build(), BodyHandlers.discarding())
                .join();
    }
}
