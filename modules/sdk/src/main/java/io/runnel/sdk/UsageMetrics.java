package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.codec.http.HttpMethod;
import io.runnel.model.BasinName;
import io.runnel.model.StreamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Figures about use. Servers that keep none answer with {@link ServerException} {@code not_implemented}, status 501. Safe for use
 * by any thread.
 */
public final class UsageMetrics {
    private final Shared shared;

    UsageMetrics(Shared shared) {
        this.shared = shared;
    }

    /** Of the account. */
    public CompletableFuture<List<UsageMetric>> account(UsageQuery query) {
        return ask("account-metrics", "/metrics", query);
    }

    /** Of a basin. */
    public CompletableFuture<List<UsageMetric>> basin(String basin, UsageQuery query) {
        return ask("basin-metrics", "/metrics/" + Call.segment(new BasinName(basin).value()), query);
    }

    /** Of a stream. */
    public CompletableFuture<List<UsageMetric>> stream(String basin, String stream, UsageQuery query) {
        String path = "/metrics/" + Call.segment(new BasinName(basin).value()) + "/"
                + Call.segment(new StreamName(stream).value());
        return ask("stream-metrics", path, query);
    }

    private CompletableFuture<List<UsageMetric>> ask(String operation, String path, UsageQuery query) {
        Instant start = query.start();
        Instant end = query.end();
        Call call = Call.account(operation, HttpMethod.GET, path)
                .query("set", query.set())
                .query("start", start == null ? null : start.getEpochSecond())
                .query("end", end == null ? null : end.getEpochSecond())
                .query("interval", query.interval());
        return shared.caller.call(call, answer -> {
            List<UsageMetric> all = new ArrayList<>();
            for (JsonNode each : Json.required(answer.json(), "values")) {
                each.properties().forEach(shape -> all.add(metric(shape.getKey(), shape.getValue())));
            }
            return List.copyOf(all);
        });
    }

    private static UsageMetric metric(String shape, JsonNode json) {
        String name = Json.text(json, "name");
        return switch (shape) {
            case "scalar" ->
                new UsageMetric.Scalar(
                        name,
                        Json.text(json, "unit"),
                        Json.required(json, "value").asDouble());
            case "accumulation" ->
                new UsageMetric.Accumulation(
                        name, Json.text(json, "unit"), Json.textOrNull(json, "interval"), samples(json));
            case "gauge" -> new UsageMetric.Gauge(name, Json.text(json, "unit"), samples(json));
            case "label" -> {
                List<String> values = new ArrayList<>();
                json.path("values").forEach(each -> values.add(each.asText()));
                yield new UsageMetric.Label(name, values);
            }
            default -> throw new ProtocolException("the answer has a metric of the unknown shape " + shape);
        };
    }

    private static List<UsageMetric.Sample> samples(JsonNode json) {
        List<UsageMetric.Sample> samples = new ArrayList<>();
        for (JsonNode each : json.path("values")) {
            samples.add(new UsageMetric.Sample(
                    Instant.ofEpochSecond(each.path(0).asLong()), each.path(1).asDouble()));
        }
        return samples;
    }
}
