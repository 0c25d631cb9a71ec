package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Locations of basins. Servers that know none answer with {@link ServerException} {@code not_implemented}, status 501. Safe for
 * use by any thread.
 */
public final class Locations {
    private final Shared shared;

    Locations(Shared shared) {
        this.shared = shared;
    }

    /** All of them. */
    public CompletableFuture<List<Location>> list() {
        return shared.caller.call(Call.account("list-locations", HttpMethod.GET, "/locations"), answer -> {
            List<Location> all = new ArrayList<>();
            answer.json().forEach(each -> all.add(location(each)));
            return List.copyOf(all);
        });
    }

    /** Where basins are that are created without a location. */
    public CompletableFuture<Location> getDefault() {
        return shared.caller.call(
                Call.account("get-default-location", HttpMethod.GET, "/locations/default"),
                answer -> location(answer.json()));
    }

    /** Says where basins are to be that are created without a location. */
    public CompletableFuture<Location> setDefault(String name) {
        return shared.caller.call(
                Call.account("set-default-location", HttpMethod.PUT, "/locations/default")
                        .json(Json.bytes(new TextNode(name))),
                answer -> location(answer.json()));
    }

    private static Location location(JsonNode json) {
        List<String> classes = new ArrayList<>();
        json.path("storage_classes").forEach(each -> classes.add(each.asText()));
        return new Location(
                Json.text(json, "name"),
                json.path("is_private").asBoolean(),
                classes,
                Json.textOrNull(json, "default_storage_class"));
    }
}
