package io.runnel.server;

import io.runnel.engine.ReadOutput;
import io.runnel.engine.Streams;
import io.runnel.model.BasinName;
import io.runnel.model.Outcome;
import io.runnel.model.ReadRequest;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ContentCoding;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.HeaderValues;
import io.runnel.wire.MediaType;
import io.runnel.wire.Percent;
import io.runnel.wire.Query;
import io.runnel.wire.RecordFormat;
import io.runnel.wire.ResponseJson;
import io.runnel.wire.ResponseProto;
import io.runnel.wire.Sse;
import io.runnel.wire.Sse.LastEventId;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.stream.javadsl.Source;

/** Reading records, and asking for the tail (contract 2.4.1, 2.4.2, 7). */
final class ReadRoutes {
    private final Streams streams;
    private final Draining draining;
    private final Clock clock;

    ReadRoutes(Streams streams, Draining draining, Clock clock) {
        this.streams = streams;
        this.draining = draining;
        this.clock = clock;
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
        if (Negotiation.isSession(exchange.contentType())) {
            ReadEncoding frames = new FrameEncoding(ContentCoding.forFrames(exchange.acceptEncoding()));
            return session(streams.openReadSession(basin, stream, create, query.request(false)), Replies.S2S, frames);
        }
        RecordFormat format = RecordFormat.parse(exchange.format());
        MediaType wanted = MediaType.parse(exchange.accept());
        if (wanted == MediaType.EVENT_STREAM) {
            LastEventId last = exchange.lastEventId() == null ? null : LastEventId.parse(exchange.lastEventId());
            ReadRequest given = query.request(last != null);
            ReadEncoding events = new EventEncoding(new Sse(format, last), clock);
            return session(
                    streams.openReadSession(basin, stream, create, last == null ? given : last.resume(given)),
                    Replies.EVENT_STREAM,
                    events);
        }
        ReadRequest request = query.unary().request(false);
        CompletionStage<Outcome<ReadOutput.Batch>> batch = streams.read(basin, stream, create, request);
        Function<ReadOutput.Batch, Reply> render = read -> wanted == MediaType.PROTOBUF
                ? Reply.of(200, Replies.PROTOBUF, ResponseProto.readBatch(read.slices(), read.tail()))
                : Replies.json(ResponseJson.readBatch(read.slices(), read.tail(), format));
        return request.waitSecs() == null || request.waitSecs() == 0
                ? Replies.of(batch, render)
                : untilDrained(batch, render);
    }

    private CompletionStage<Reply> session(
            CompletionStage<Outcome<Source<ReadOutput, NotUsed>>> opened, ContentType type, ReadEncoding encoding) {
        return Replies.of(opened, outputs -> Replies.session(type, outputs.via(new ReadSession(encoding, draining))));
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
