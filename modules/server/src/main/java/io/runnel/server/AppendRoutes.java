package io.runnel.server;

import io.runnel.engine.AppendFeed;
import io.runnel.engine.AppendOutput;
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
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Appending records (contract 2.4.3, 6, 8.4). */
final class AppendRoutes {
    private final Streams streams;
    private final Draining draining;

    AppendRoutes(Streams streams, Draining draining) {
        this.streams = streams;
        this.draining = draining;
    }

    CompletionStage<Reply> append(Exchange exchange, Target target) throws BadRequestException {
        BasinName basin = HeaderValues.basin(exchange.basin());
        StreamName stream = Percent.stream(target.first());
        HeaderValues.checkEncryptionKey(exchange.encryptionKey());
        StreamOptions create = ControlRequests.streamConfigHeader(exchange.streamConfig());
        MediaType type = MediaType.parse(exchange.contentType());
        if (type == MediaType.S2S) {
            return Replies.of(streams.openAppendSession(basin, stream, create), flow -> session(exchange.body(), flow));
        }
        boolean protobuf = Negotiation.wantsProtobuf(exchange);
        Function<AppendInput, CompletionStage<Reply>> append =
                input -> Replies.of(streams.append(basin, stream, create, input), ack -> acknowledged(ack, protobuf));
        if (type == MediaType.PROTOBUF) {
            return UnaryBody.read(
                    exchange,
                    ErrorCode.BAD_PROTO,
                    body -> AppendProto.decode(body, 0, body.length, ErrorCode.BAD_PROTO),
                    append);
        }
        RecordFormat format = RecordFormat.parse(exchange.format());
        return UnaryBody.json(exchange, body -> AppendJson.decode(body, format), append);
    }

    private Reply session(RequestBody body, Flow<AppendFeed, AppendOutput, NotUsed> flow) {
        Source<ByteString, NotUsed> response = body.stream()
                .via(BidiFlow.fromGraph(new AppendSession(draining, body.arrivals()))
                        .join(flow));
        return Replies.session(Replies.S2S, response);
    }

    private static Reply acknowledged(AppendAck ack, boolean protobuf) {
        return protobuf
                ? Reply.of(200, Replies.PROTOBUF, ResponseProto.appendAck(ack))
                : Replies.json(ResponseJson.appendAck(ack));
    }
}
