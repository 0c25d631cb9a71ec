package io.runnel.server;

import io.runnel.engine.Streams;
import io.runnel.model.AppendAck;
import io.runnel.model.AppendInput;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.wire.AppendJson;
import io.runnel.wire.AppendProto;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.HeaderValues;
import io.runnel.wire.MediaType;
import io.runnel.wire.Percent;
import io.runnel.wire.RecordFormat;
import io.runnel.wire.ResponseJson;
import io.runnel.wire.ResponseProto;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Appending records (contract 2.4.3, 6, 8.4). */
final class AppendRoutes {
    private final Streams streams;

    AppendRoutes(Streams streams) {
        this.streams = streams;
    }

    CompletionStage<Reply> append(Exchange exchange, Target target) throws BadRequestException {
        BasinName basin = HeaderValues.basin(exchange.basin());
        StreamName stream = Percent.stream(target.first());
        HeaderValues.checkEncryptionKey(exchange.encryptionKey());
        StreamOptions create = ControlRequests.streamConfigHeader(exchange.streamConfig());
        boolean protobuf = Negotiation.wantsProtobuf(exchange);
        Function<AppendInput, CompletionStage<Reply>> append =
                input -> Replies.of(streams.append(basin, stream, create, input), ack -> acknowledged(ack, protobuf));
        if (MediaType.parse(exchange.contentType()) == MediaType.PROTOBUF) {
            return UnaryBody.read(
                    exchange,
                    ErrorCode.BAD_PROTO,
                    body -> AppendProto.decode(body, 0, body.length, ErrorCode.BAD_PROTO),
                    append);
        }
        RecordFormat format = RecordFormat.parse(exchange.format());
        return UnaryBody.json(exchange, body -> AppendJson.decode(body, format), append);
    }

    private static Reply acknowledged(AppendAck ack, boolean protobuf) {
        return protobuf
                ? Reply.of(200, Replies.PROTOBUF, ResponseProto.appendAck(ack))
                : Replies.json(ResponseJson.appendAck(ack));
    }
}
