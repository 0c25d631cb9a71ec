package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.runnel.model.Utf8;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Access tokens of the account. Servers that know none answer with {@link ServerException} {@code not_implemented}, status 501.
 * Safe for use by any thread.
 */
public final class AccessTokens {
    private static final int MAX_ID_BYTES = 96;

    private final Shared shared;

    AccessTokens(Shared shared) {
        this.shared = shared;
    }

    /** One page of the list. */
    public CompletableFuture<Page<AccessTokenInfo>> list(ListOptions options) {
        return shared.caller.call(
                Lists.ask(Call.account("list-access-tokens", HttpMethod.GET, "/access-tokens"), options),
                answer -> Lists.page(answer.json(), "access_tokens", AccessTokens::info));
    }

    /** All of them, page by page. */
    public CompletableFuture<List<AccessTokenInfo>> listAll(ListOptions options) {
        return Lists.all(options, this::list, AccessTokenInfo::id, each -> true);
    }

    /**
     * Issues a token.
     *
     * @return its secret, which is told this once only
     * @throws IllegalArgumentException if the id is not 1 to 96 bytes
     */
    public CompletableFuture<String> issue(AccessTokenInfo token) {
        ObjectNode body = Json.object().put("id", checked(token.id()));
        if (token.expiresAt() != null) {
            body.put("expires_at", token.expiresAt().toString());
        }
        body.put("auto_prefix_streams", token.autoPrefixStreams());
        body.set("scope", json(token.scope()));
        return shared.caller.call(
                Call.account("issue-access-token", HttpMethod.POST, "/access-tokens")
                        .json(Json.bytes(body)),
                answer -> Json.text(answer.json(), "access_token"));
    }

    /**
     * Revokes a token.
     *
     * @return fails with {@link ServerException} {@code access_token_not_found} if there is none
     * @throws IllegalArgumentException if the id is not 1 to 96 bytes
     */
    public CompletableFuture<Void> revoke(String id) {
        String path = "/access-tokens/" + Call.segment(checked(id));
        return shared.caller.call(Call.account("revoke-access-token", HttpMethod.DELETE, path), BasinClient::nothing);
    }

    private static String checked(String id) {
        int length = Utf8.length(id);
        if (length == 0 || length > MAX_ID_BYTES || id.equals(".") || id.equals("..") || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the id of an access token has 1 to " + MAX_ID_BYTES + " bytes, is not . or .. and has no NUL");
        }
        return id;
    }

    private static JsonNode json(AccessTokenScope scope) {
        ObjectNode json = Json.object();
        json.set("basins", json(scope.basins()));
        json.set("streams", json(scope.streams()));
        json.set("access_tokens", json(scope.accessTokens()));
        ObjectNode groups = json.putObject("op_groups");
        groups.set("account", json(scope.account()));
        groups.set("basin", json(scope.basin()));
        groups.set("stream", json(scope.stream()));
        ArrayNode operations = json.putArray("ops");
        EnumSet<Operation> ordered = EnumSet.noneOf(Operation.class);
        ordered.addAll(scope.operations());
        ordered.forEach(each -> operations.add(each.wireName()));
        return json;
    }

    private static JsonNode json(ResourceSet set) {
        return Json.object().put(set.exact() ? "exact" : "prefix", set.value());
    }

    private static JsonNode json(ReadWrite group) {
        return Json.object().put("read", group.read()).put("write", group.write());
    }

    private static AccessTokenInfo info(JsonNode json) {
        JsonNode scope = json.path("scope");
        JsonNode groups = scope.path("op_groups");
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (JsonNode each : scope.path("ops")) {
            for (Operation known : Operation.values()) {
                if (known.wireName().equals(each.asText())) {
                    operations.add(known);
                }
            }
        }
        return new AccessTokenInfo(
                Json.text(json, "id"),
                Json.instantOrNull(json, "expires_at"),
                json.path("auto_prefix_streams").asBoolean(),
                new AccessTokenScope(
                        resources(scope.path("basins")),
                        resources(scope.path("streams")),
                        resources(scope.path("access_tokens")),
                        group(groups.path("account")),
                        group(groups.path("basin")),
                        group(groups.path("stream")),
                        operations));
    }

    private static ResourceSet resources(JsonNode json) {
        if (json.hasNonNull("prefix")) {
            return ResourceSet.prefix(json.get("prefix").asText());
        }
        return json.hasNonNull("exact") ? ResourceSet.exactly(json.get("exact").asText()) : ResourceSet.NONE;
    }

    private static ReadWrite group(JsonNode json) {
        return new ReadWrite(json.path("read").asBoolean(), json.path("write").asBoolean());
    }
}
