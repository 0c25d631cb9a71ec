package io.runnel.server;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.server.ServerSettings.Discard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost handler: keeps the rules without which Pekko HTTP 1.3.0 loses whole HTTP/2 connections. Nothing thrown
 * or failed gets past it; no request body is left unread, nor cancelled while its answer is on the way (see
 * {@link RequestBody}). Also what every answer has in common: CORS, compression, {@code HEAD}.
 */
final class HttpEdge {
    /**
     * Runs continuations where they are: Pekko's stages of Scala futures run the plain, not "async" ones on the common
     * pool, which on two cores starts a thread for each.
     */
    static final Executor HERE = Runnable::run;

    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);

    private final Function<Exchange, CompletionStage<Reply>> routes;
    private final boolean cors;
    private final Discard limits;
    private final Arrivals arrivals;
    private final Materializer materializer;

    /** @param routes may throw, and complete exceptionally: either is answered with 500 */
    HttpEdge(
            Function<Exchange, CompletionStage<Reply>> routes,
            boolean cors,
            Discard limits,
            Arrivals arrivals,
            Materializer materializer) {
        this.routes = routes;
        this.cors = cors;
        this.limits = limits;
        this.arrivals = arrivals;
        this.materializer = materializer;
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        Exchange exchange;
        try {
            exchange = new Exchange(request, limits, arrivals, materializer);
        } catch (RuntimeException e) {
            log.error("a request head could not be taken apart", e);
            request.discardEntityBytes(materializer);
            return CompletableFuture.completedFuture(HttpResponse.create().withStatus(500));
        }
        CompletionStage<Reply> reply;
        try {
            reply = cors && exchange.isMethod("OPTIONS")
                    ? CompletableFuture.completedFuture(Cors.preflight(exchange))
                    : routes.apply(exchange);
        } catch (Throwable e) {
            reply = CompletableFuture.failedFuture(e);
        }
        return reply.handleAsync((done, failure) -> done != null ? done : failed(exchange, failure), HERE)
                .thenComposeAsync(done -> settle(exchange, done), HERE);
    }

    private static Reply failed(Exchange exchange, Throwable failure) {
        log.error("{} failed", exchange, failure);
        return Replies.error(StreamError.of(ErrorCode.OTHER, "internal error"));
    }

    /** Sees to a body that nobody has read, and answers: at once if possible, after the body where that saves the connection. */
    private CompletionStage<HttpResponse> settle(Exchange exchange, Reply reply) {
        HttpResponse response = render(exchange, reply);
        RequestBody body = exchange.body();
        if (body.taken() || body.complete()) {
            return CompletableFuture.completedFuture(response);
        }
        if (!exchange.http2() && exchange.expectsContinue()) {
            // Reading would ask the client to send. Not asked, it does not; Pekko closes the connection.
            return CompletableFuture.completedFuture(response);
        }
        CompletableFuture<Void> drained = body.discard();
        // HTTP/1.1 closes a connection whose answer overtakes the request, and the client may never see the answer. A
        // session's client, though, sends nothing before it has seen one, and the body of a GET is of no interest.
        boolean wait = !exchange.http2() && !exchange.isMethod("GET") && !Negotiation.isSession(exchange.contentType());
        return wait ? drained.thenApply(ignored -> response) : CompletableFuture.completedFuture(response);
    }

    private HttpResponse render(Exchange exchange, Reply reply) {
        List<HttpHeader> headers = new ArrayList<>(reply.headers().size() + 5);
        headers.addAll(reply.headers());
        ResponseEntity entity = entity(exchange, reply, headers);
        if (cors) {
            Cors.decorate(exchange, headers);
        }
        return HttpResponse.create()
                .withStatus(reply.status())
                .withHeaders(headers)
                .withEntity(entity);
    }

    private static ResponseEntity entity(Exchange exchange, Reply reply, List<HttpHeader> headers) {
        if (reply.type() == null) {
            return HttpEntities.EMPTY;
        }
        boolean head = exchange.isMethod("HEAD");
        if (reply.stream() != null) {
            // Without having been materialised the source costs nothing.
            return HttpEntities.createChunked(reply.type(), head ? Source.empty() : reply.stream());
        }
        byte[] bytes = reply.bytes();
        Target target = exchange.target();
        if (target != null && target.route().api()) {
            bytes = AnswerCompression.apply(bytes, exchange.acceptEncoding(), headers);
        }
        // Pekko cuts off the body of an answer to HEAD, but only over HTTP/1.1.
        return head
                ? HttpEntities.create(reply.type(), bytes.length, Source.empty())
                : HttpEntities.create(reply.type(), bytes);
    }
}
