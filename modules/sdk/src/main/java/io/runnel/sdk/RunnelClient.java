package io.runnel.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.runnel.model.BasinName;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of one account: basins, and by {@link #basin} their streams. Safe for use by any thread; one is enough for a whole
 * program. To be closed.
 *
 * <p>Everything that takes time returns a {@link CompletableFuture} that completes with a value or a {@link RunnelException}.
 * Futures complete on the client's own threads: what is chained to them without {@code Async} must not block. {@link
 * Await#result} waits for one. Cancelling a future ends its call.
 */
public final class RunnelClient implements AutoCloseable {
    private final Shared shared;

    private RunnelClient(Shared shared) {
        this.shared = shared;
    }

    /** A client with these options. Nothing is connected yet. */
    public static RunnelClient create(ClientOptions options) {
        return new RunnelClient(new Shared(options));
    }

    /** A client of the server at this address, for example {@code http://localhost:8080}, with defaults for the rest. */
    public static RunnelClient connect(String endpoint) {
        return create(ClientOptions.builder().endpoint(endpoint).build());
    }

    /** A client as the environment says; see {@link ClientOptions#fromEnvironment()}. */
    public static RunnelClient fromEnvironment() {
        return create(ClientOptions.fromEnvironment().build());
    }

    /**
     * A handle on a basin; asks nobody whether it exists.
     *
     * @throws IllegalArgumentException if no basin can have this name
     */
    public BasinClient basin(String name) {
        return new BasinClient(shared, new BasinName(name).value());
    }

    /** Access tokens. */
    public AccessTokens accessTokens() {
        return new AccessTokens(shared);
    }

    /** Locations of basins. */
    public Locations locations() {
        return new Locations(shared);
    }

    /** Figures about use. */
    public UsageMetrics usage() {
        return new UsageMetrics(shared);
    }

    /** One page of the list of basins. */
    public CompletableFuture<Page<BasinInfo>> listBasins(ListOptions options) {
        return page(options)
                .thenApply(page -> options.includeDeleted() ? page : Lists.without(page, b -> b.deletedAt() != null));
    }

    /** All basins, page by page. */
    public CompletableFuture<List<BasinInfo>> listAllBasins(ListOptions options) {
        return Lists.all(options, this::page, BasinInfo::name, b -> options.includeDeleted() || b.deletedAt() == null);
    }

    private CompletableFuture<Page<BasinInfo>> page(ListOptions options) {
        BasinName.checkFragment("basin prefix", options.prefix());
        BasinName.checkFragment("basin start-after", options.startAfter());
        return shared.caller.call(
                Lists.ask(Call.account("list-basins", HttpMethod.GET, "/basins"), options),
                answer -> Lists.page(answer.json(), "basins", ConfigJson::basinInfo));
    }

    /** Creates a basin with defaults; see {@link #createBasin(String, BasinConfig, String)}. */
    public CompletableFuture<BasinInfo> createBasin(String name) {
        return createBasin(name, BasinConfig.DEFAULT, null);
    }

    /**
     * Creates a basin. A token of its own lets the request be repeated without harm.
     *
     * @param location where; null for the default
     * @return fails with {@link ServerException} {@code resource_already_exists} if there is one with this name
     * @throws IllegalArgumentException if no basin can have this name
     */
    public CompletableFuture<BasinInfo> createBasin(String name, BasinConfig config, @Nullable String location) {
        ObjectNode body = settings(config, location).put("basin", new BasinName(name).value());
        Call call = Call.account("create-basin", HttpMethod.POST, "/basins")
                .header("s2-request-token", UUID.randomUUID().toString())
                .json(Json.bytes(body));
        return shared.caller.call(call, answer -> ConfigJson.basinInfo(answer.json()));
    }

    /** Makes sure that a basin exists with exactly this configuration. */
    public CompletableFuture<Ensured<BasinInfo>> ensureBasin(String name, BasinConfig config) {
        return ensureBasin(name, config, null);
    }

    /**
     * Makes sure that a basin exists with exactly this configuration; what is not set takes its default.
     *
     * @param location where, if it is created; null for the default
     * @throws IllegalArgumentException if no basin can have this name
     */
    public CompletableFuture<Ensured<BasinInfo>> ensureBasin(
            String name, BasinConfig config, @Nullable String location) {
        Call call =
                Call.account("ensure-basin", HttpMethod.PUT, path(name)).json(Json.bytes(settings(config, location)));
        return shared.caller.call(call, answer -> BasinClient.ensured(answer, ConfigJson.basinInfo(answer.json())));
    }

    private static ObjectNode settings(BasinConfig config, @Nullable String location) {
        ObjectNode body = Json.object();
        body.set("config", ConfigJson.of(config));
        if (location != null) {
            body.put("location", location);
        }
        return body;
    }

    /** The configuration of a basin. */
    public CompletableFuture<BasinConfig> getBasinConfig(String name) {
        return shared.caller.call(
                Call.account("get-basin-config", HttpMethod.GET, path(name)),
                answer -> ConfigJson.basinConfig(answer.json()));
    }

    /** Changes the configuration of a basin; returns the whole of it. Existing streams keep theirs. */
    public CompletableFuture<BasinConfig> reconfigureBasin(String name, BasinReconfiguration change) {
        return shared.caller.call(
                Call.account("reconfigure-basin", HttpMethod.PATCH, path(name)).json(Json.bytes(ConfigJson.of(change))),
                answer -> ConfigJson.basinConfig(answer.json()));
    }

    /** Asks for the deletion of a basin and all its streams, which goes on after this has completed. */
    public CompletableFuture<Void> deleteBasin(String name) {
        return shared.caller.call(Call.account("delete-basin", HttpMethod.DELETE, path(name)), BasinClient::nothing);
    }

    /** As {@link #deleteBasin}, but content if there is none. */
    public CompletableFuture<Void> deleteBasinIfExists(String name) {
        return BasinClient.orNothing(deleteBasin(name));
    }

    private static String path(String name) {
        return "/basins/" + Call.segment(new BasinName(name).value());
    }

    /**
     * Ends everything that is under way, closes all connections and ends all threads; returns when that is done. Sessions that
     * are to end in good order are closed before.
     */
    @Override
    public void close() {
        shared.close();
    }
}
