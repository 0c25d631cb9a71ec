package io.runnel.server;

import io.runnel.model.Outcome;
import io.runnel.model.Provisioned;
import io.runnel.model.StreamError;
import io.runnel.wire.ResponseJson;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** From what the engine says to what the client is told. */
final class Replies {
    static final ContentType JSON = ContentTypes.APPLICATION_JSON;
    static final ContentType PROTOBUF = ContentTypes.create(MediaTypes.customBinary("application", "protobuf", true));
    static final ContentType S2S = ContentTypes.create(MediaTypes.customBinary("s2s", "proto", false));
    static final ContentType EVENT_STREAM = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);

    private static final List<HttpHeader> SESSION_HEADERS = List.of(
            RawHeader.create("cache-control", "no-cache, no-transform"), RawHeader.create("x-accel-buffering", "no"));
    private static final HttpHeader CREATED = provisionResult(Provisioned.Result.CREATED);
    private static final HttpHeader UPDATED = provisionResult(Provisioned.Result.UPDATED);
    private static final HttpHeader NOOP = provisionResult(Provisioned.Result.NOOP);

    private Replies() {}

    static Reply json(byte[] body) {
        return Reply.of(200, JSON, body);
    }

    /** An error is JSON, whatever was negotiated. */
    static Reply error(StreamError error) {
        return Reply.of(error.status(), JSON, ResponseJson.error(error));
    }

    static CompletionStage<Reply> refused(StreamError error) {
        return CompletableFuture.completedFuture(error(error));
    }

    static <T> Reply of(Outcome<T> outcome, Function<? super T, Reply> render) {
        return outcome instanceof Outcome.Done<T> done
                ? render.apply(done.value())
                : error(((Outcome.Refused<T>) outcome).error());
    }

    static <T> CompletionStage<Reply> of(CompletionStage<Outcome<T>> outcome, Function<? super T, Reply> render) {
        return outcome.thenApplyAsync(done -> of(done, render), HttpEdge.HERE);
    }

    /** A basin or stream after a PUT. */
    static <T> Reply ensured(Provisioned<T> provisioned, Function<? super T, byte[]> body) {
        return switch (provisioned.result()) {
            case CREATED -> provisioned(201, provisioned, body).with(CREATED);
            case UPDATED -> provisioned(200, provisioned, body).with(UPDATED);
            case NOOP -> provisioned(200, provisioned, body).with(NOOP);
        };
    }

    /** A basin or stream after a POST: a repetition is answered like the original (contract 14). */
    static <T> Reply created(Provisioned<T> provisioned, Function<? super T, byte[]> body) {
        boolean created = provisioned.result() == Provisioned.Result.CREATED;
        return provisioned(201, provisioned, body).with(created ? CREATED : NOOP);
    }

    static Reply session(ContentType type, Source<ByteString, NotUsed> body) {
        return Reply.session(type, body, SESSION_HEADERS);
    }

    private static <T> Reply provisioned(int status, Provisioned<T> provisioned, Function<? super T, byte[]> body) {
        return Reply.of(status, JSON, body.apply(provisioned.resource()));
    }

    private static HttpHeader provisionResult(Provisioned.Result result) {
        return RawHeader.create("s2-provision-result", result.name().toLowerCase(Locale.ROOT));
    }
}
