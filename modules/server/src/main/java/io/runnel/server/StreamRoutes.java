package io.runnel.server;

import io.runnel.engine.Streams;
import io.runnel.model.BasinName;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.HeaderValues;
import io.runnel.wire.Percent;
import io.runnel.wire.Query;
import io.runnel.wire.ResponseJson;
import java.util.concurrent.CompletionStage;

/** {@code /v1/streams}, except for their records (contract 2.3). */
final class StreamRoutes {
    private final Streams streams;

    StreamRoutes(Streams streams) {
        this.streams = streams;
    }

    CompletionStage<Reply> handle(Exchange exchange, Target target) throws BadRequestException {
        if (target.route() == Route.STREAMS) {
            return exchange.isMethod("POST") ? create(exchange) : list(exchange, target);
        }
        BasinName basin = HeaderValues.basin(exchange.basin());
        StreamName stream = Percent.stream(target.first());
        return switch (exchange.method()) {
            case "PUT" -> ensure(exchange, basin, stream);
            case "PATCH" -> reconfigure(exchange, basin, stream);
            case "DELETE" -> Replies.of(streams.deleteStream(basin, stream), nothing -> Reply.empty(202));
            default -> Replies.of(streams.streamConfig(basin, stream), StreamRoutes::config);
        };
    }

    private CompletionStage<Reply> list(Exchange exchange, Target target) throws BadRequestException {
        BasinName basin = HeaderValues.basin(exchange.basin());
        return Replies.of(
                streams.listStreams(basin, Query.listStreams(target.query())),
                page -> Replies.json(ResponseJson.streams(page)));
    }

    private CompletionStage<Reply> create(Exchange exchange) throws BadRequestException {
        String token = HeaderValues.requestToken(exchange.requestToken());
        BasinName basin = HeaderValues.basin(exchange.basin());
        return UnaryBody.json(exchange, ControlRequests::createStream, request -> {
            StreamError invalid = request.options().validate();
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(
                            streams.createStream(basin, request.stream(), request.options(), token),
                            created -> Replies.created(created, ResponseJson::streamInfo));
        });
    }

    private CompletionStage<Reply> ensure(Exchange exchange, BasinName basin, StreamName stream)
            throws BadRequestException {
        return UnaryBody.optionalJson(exchange, ControlRequests::ensureStream, options -> {
            StreamError invalid = options.validate();
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(
                            streams.ensureStream(basin, stream, options),
                            ensured -> Replies.ensured(ensured, ResponseJson::streamInfo));
        });
    }

    private CompletionStage<Reply> reconfigure(Exchange exchange, BasinName basin, StreamName stream)
            throws BadRequestException {
        return UnaryBody.json(exchange, ControlRequests::reconfigureStream, change -> {
            StreamError invalid = change.validate();
            return invalid != null
                    ? Replies.refused(invalid)
                    : Replies.of(streams.reconfigureStream(basin, stream, change), StreamRoutes::config);
        });
    }

    private static Reply config(StreamConfig config) {
        return Replies.json(ResponseJson.streamConfig(config));
    }
}
