package io.runnel.server;

import io.runnel.engine.Streams;
import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.StreamError;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.HeaderValues;
import io.runnel.wire.Percent;
import io.runnel.wire.Query;
import io.runnel.wire.ResponseJson;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /v1/basins} (contract 2.2). */
final class BasinRoutes {
    private final Streams streams;

    BasinRoutes(Streams streams) {
        this.streams = streams;
    }

    CompletionStage<Reply> handle(Exchange exchange, Target target) throws BadRequestException {
        if (target.route() == Route.BASINS) {
            return exchange.isMethod("POST") ? create(exchange) : list(target);
        }
        BasinName basin = Percent.basin(target.first());
        return switch (exchange.method()) {
            case "PUT" -> ensure(exchange, basin);
            case "PATCH" -> reconfigure(exchange, basin);
            case "DELETE" -> Replies.of(streams.deleteBasin(basin), nothing -> Reply.empty(202));
            default -> Replies.of(streams.basinConfig(basin), BasinRoutes::config);
        };
    }

    private CompletionStage<Reply> list(Target target) throws BadRequestException {
        return Replies.of(
                streams.listBasins(Query.listBasins(target.query())), page -> Replies.json(ResponseJson.basins(page)));
    }

    private CompletionStage<Reply> create(Exchange exchange) throws BadRequestException {
        String token = HeaderValues.requestToken(exchange.requestToken());
        return UnaryBody.json(exchange, ControlRequests::createBasin, request -> {
            StreamError invalid = validate(request.config());
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(
                            streams.createBasin(request.basin(), request.config(), token),
                            created -> Replies.created(created, ResponseJson::basinInfo));
        });
    }

    private CompletionStage<Reply> ensure(Exchange exchange, BasinName basin) throws BadRequestException {
        return UnaryBody.optionalJson(exchange, ControlRequests::ensureBasin, config -> {
            StreamError invalid = validate(config);
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(
                            streams.ensureBasin(basin, config),
                            ensured -> Replies.ensured(ensured, ResponseJson::basinInfo));
        });
    }

    private CompletionStage<Reply> reconfigure(Exchange exchange, BasinName basin) throws BadRequestException {
        return UnaryBody.json(exchange, ControlRequests::reconfigureBasin, change -> {
            StreamError invalid = validate(change);
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(streams.reconfigureBasin(basin, change), BasinRoutes::config);
        });
    }

    private static Reply config(BasinConfig config) {
        return Replies.json(ResponseJson.basinConfig(config));
    }

    private static @Nullable StreamError validate(BasinConfig config) {
        StreamError invalid = config.validate();
        return invalid == null && config.streamCipher() != null ? cipherRefused() : invalid;
    }

    private static @Nullable StreamError validate(BasinReconfiguration change) {
        StreamError invalid = change.validate();
        return invalid == null && change.streamCipher() instanceof Change.Set<?> ? cipherRefused() : invalid;
    }

    /** Better no basin than one that keeps in clear what was meant to be encrypted. */
    private static StreamError cipherRefused() {
        return StreamError.invalid("stream_cipher is not supported by this server: it stores records unencrypted");
    }
}
