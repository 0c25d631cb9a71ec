package io.runnel.sdk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpMethod;
import io.runnel.model.StreamName;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A handle on a basin: its streams. Safe for use by any thread; not to be closed. */
public final class BasinClient {
    private final Shared shared;
    private final String name;

    BasinClient(Shared shared, String name) {
        this.shared = shared;
        this.name = name;
    }

    /** The basin's name. */
    public String name() {
        return name;
    }

    /**
     * A handle on a stream; asks nobody whether it exists.
     *
     * @throws IllegalArgumentException if no stream can have this name
     */
    public StreamClient stream(String stream) {
        return new StreamClient(shared, name, new StreamName(stream).value(), shared.options.encryptionKey, null);
    }

    /** One page of the list of streams. */
    public CompletableFuture<Page<StreamInfo>> listStreams(ListOptions options) {
        return page(options)
                .thenApply(page -> options.includeDeleted() ? page : Lists.without(page, s -> s.deletedAt() != null));
    }

    /** All streams, page by page. */
    public CompletableFuture<List<StreamInfo>> listAllStreams(ListOptions options) {
        return Lists.all(options, this::page, StreamInfo::name, s -> options.includeDeleted() || s.deletedAt() == null);
    }

    private CompletableFuture<Page<StreamInfo>> page(ListOptions options) {
        StreamName.checkFragment("stream prefix", options.prefix());
        StreamName.checkFragment("stream start-after", options.startAfter());
        return shared.caller.call(
                Lists.ask(Call.basin("list-streams", HttpMethod.GET, "/streams", name), options),
                answer -> Lists.page(answer.json(), "streams", ConfigJson::streamInfo));
    }

    /** Creates a stream with the basin's defaults; see {@link #createStream(String, StreamConfig)}. */
    public CompletableFuture<StreamInfo> createStream(String stream) {
        return createStream(stream, StreamConfig.DEFAULT);
    }

    /**
     * Creates a stream. A token of its own lets the request be repeated without harm.
     *
     * @param config what differs from the basin's defaults
     * @return fails with {@link ServerException} {@code resource_already_exists} if there is one with this name
     * @throws IllegalArgumentException if no stream can have this name
     */
    public CompletableFuture<StreamInfo> createStream(String stream, StreamConfig config) {
        ObjectNode body = Json.object().put("stream", new StreamName(stream).value());
        body.set("config", ConfigJson.of(config));
        Call call = Call.basin("create-stream", HttpMethod.POST, "/streams", name)
                .header("s2-request-token", UUID.randomUUID().toString())
                .json(Json.bytes(body));
        return shared.caller.call(call, answer -> ConfigJson.streamInfo(answer.json()));
    }

    /**
     * Makes sure that a stream exists with exactly this configuration; what is not set takes the basin's default of now.
     *
     * @throws IllegalArgumentException if no stream can have this name
     */
    public CompletableFuture<Ensured<StreamInfo>> ensureStream(String stream, StreamConfig config) {
        Call call =
                Call.basin("ensure-stream", HttpMethod.PUT, path(stream), name).json(Json.bytes(ConfigJson.of(config)));
        return shared.caller.call(call, answer -> ensured(answer, ConfigJson.streamInfo(answer.json())));
    }

    /** The configuration of a stream. */
    public CompletableFuture<StreamConfig> getStreamConfig(String stream) {
        return shared.caller.call(
                Call.basin("get-stream-config", HttpMethod.GET, path(stream), name),
                answer -> ConfigJson.streamConfig(answer.json()));
    }

    /** Changes the configuration of a stream; returns the whole of it. */
    public CompletableFuture<StreamConfig> reconfigureStream(String stream, StreamReconfiguration change) {
        return shared.caller.call(
                Call.basin("reconfigure-stream", HttpMethod.PATCH, path(stream), name)
                        .json(Json.bytes(ConfigJson.of(change))),
                answer -> ConfigJson.streamConfig(answer.json()));
    }

    /** Asks for the deletion of a stream, which goes on after this has completed. */
    public CompletableFuture<Void> deleteStream(String stream) {
        return shared.caller.call(
                Call.basin("delete-stream", HttpMethod.DELETE, path(stream), name), BasinClient::nothing);
    }

    /** As {@link #deleteStream}, but content if there is none. */
    public CompletableFuture<Void> deleteStreamIfExists(String stream) {
        return orNothing(deleteStream(stream));
    }

    private static String path(String stream) {
        return "/streams/" + Call.segment(new StreamName(stream).value());
    }

    @SuppressWarnings("NullAway") // Void has no value but null
    static Void nothing(Answer answer) {
        return null;
    }

    @SuppressWarnings("NullAway") // Void has no value but null
    static CompletableFuture<Void> orNothing(CompletableFuture<Void> deletion) {
        return Await.unlessNotFound(deletion, null);
    }

    static <T> Ensured<T> ensured(Answer answer, T info) {
        @Nullable String result = answer.headers().get("s2-provision-result");
        if (answer.status() == 201 || "created".equals(result)) {
            return new Ensured<>(Ensured.Result.CREATED, info);
        }
        return new Ensured<>("noop".equals(result) ? Ensured.Result.UNCHANGED : Ensured.Result.UPDATED, info);
    }
}
