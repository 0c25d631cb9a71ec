package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.engine.Streams;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.HeaderValues;
import io.runnel.wire.Percent;
import io.runnel.wire.Query;
import io.runnel.wire.RecordFormat;
import io.runnel.wire.ResponseJson;
import io.runnel.wire.ResponseProto;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Reading records, and asking for the tail (contract 2.4.1, 2.4.2, 7). */
final class ReadRoutes {
    private final Streams streams;
    private final Draining draining;

    ReadRoutes(Streams streams, Draining draining) {
        this.streams = streams;
        this.draining = draining;
    }

    CompletionStage<Reply> tail(Exchange exchange, Target target) throws BadRequestException {
        BasinName basin = HeaderValues.basin(exchange.basin());
        StreamName stream = Percent.stream(target.first());
        return Replies.of(streams.checkTail(basin, stream), tail -> Replies.json(ResponseJson.tail(tail)));
    }

    CompletionStage<Reply> read(Exchange exchange, Target target) throws BadRequestException {
        BasinName basin = HeaderValues.basin(exchange.basin());
        StreamName stream = Percent.stream(target.first());
        Query.Read query = Query.read(target.query());
        HeaderValues.checkEncryptionKey(exchange.encryptionKey());
        StreamOptions create = ControlRequests.streamConfigHeader(exchange.streamConfig());
        RecordFormat format = RecordFormat.parse(exchange.format());
        ReadRequest request = query.unary().request(false);
        boolean protobuf = Negotiation.wantsProtobuf(exchange);
        CompletionStage<Outcome<ReadOutput.Batch>> batch = streams.read(basin, stream, create, request);
        Function<ReadOutput.Batch, Reply> render = read -> protobuf
                ? Reply.of(200, Replies.PROTOBUF, ResponseProto.readBatch(read.slices(), read.tail()))
                : Replies.json(ResponseJson.readBatch(read.slices(), read.tail(), format));
        return request.waitSecs() == null || request.waitSecs() == 0
                ? Replies.of(batch, render)
                : untilDrained(batch, render);
    }

    /** A read that may wait for a minute must not hold up a server that is leaving. */
    private CompletionStage<Reply> untilDrained(
            CompletionStage<Outcome<ReadOutput.Batch>> batch, Function<ReadOutput.Batch, Reply> render) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Draining.Session waiting = phase -> {
            if (phase == Draining.Phase.ENDING) {
                reply.complete(Replies.error(Draining.ERROR));
            }
        };
        draining.opened(waiting);
        Replies.of(batch, render)
                .whenCompleteAsync(
                        (done, failure) -> {
                            draining.closed(waiting);
                            if (done != null) {
                                reply.complete(done);
                            } else {
                                reply.completeExceptionally(failure);
                            }
                        },
                        HttpEdge.HERE);
        return reply;
    }
}
