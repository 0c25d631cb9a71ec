package io.runnel.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What is going on at the edge: counts requests, and knows when none is open. One is open until there is an answer, and a
 * session from when its answer begins to flow until that ends. In between is a moment when it is neither.
 */
final class Traffic {
    private final Function<Exchange, CompletionStage<Reply>> routes;
    private final HttpMeters meters;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger http1Sessions = new AtomicInteger();
    private volatile @Nullable CompletableFuture<Void> idle;

    Traffic(Function<Exchange, CompletionStage<Reply>> routes, HttpMeters meters) {
        this.routes = routes;
        this.meters = meters;
        meters.watch(open);
    }

    /** Passes a request on to the routes. */
    CompletionStage<Reply> handle(Exchange exchange) {
        long began = System.nanoTime();
        open.incrementAndGet();
        CompletionStage<Reply> answer;
        try {
            answer = routes.apply(exchange);
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handleAsync((reply, failure) -> answered(exchange, reply, failure, began), HttpEdge.HERE)
                .thenComposeAsync(Function.identity(), HttpEdge.HERE);
    }

    private CompletionStage<Reply> answered(
            Exchange exchange, @Nullable Reply reply, @Nullable Throwable failure, long began) {
        Target target = exchange.target();
        meters.answered(
                target == null ? null : target.route(),
                reply == null ? 500 : reply.status(),
                System.nanoTime() - began);
        closed();
        if (reply == null) {
            return CompletableFuture.failedFuture(
                    failure != null ? failure : new IllegalStateException("routes gave no answer"));
        }
        return CompletableFuture.completedFuture(watched(reply, exchange.http2()));
    }

    private Reply watched(Reply reply, boolean http2) {
        ContentType type = reply.type();
        Source<ByteString, NotUsed> session = reply.stream();
        if (type == null || session == null) {
            return reply;
        }
        Source<ByteString, NotUsed> watched = session.via(new Lifespan<>(
                () -> {
                    open.incrementAndGet();
                    http1Sessions.addAndGet(http2 ? 0 : 1);
                },
                () -> {
                    http1Sessions.addAndGet(http2 ? 0 : -1);
                    closed();
                }));
        return Reply.session(type, watched, reply.headers());
    }

    private void closed() {
        CompletableFuture<Void> waiting = open.decrementAndGet() == 0 ? idle : null;
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Sessions over HTTP/1.1, which Pekko cuts off as soon as it is told to let connections end. */
    int http1Sessions() {
        return http1Sessions.get();
    }

    int open() {
        return open.get();
    }

    /** Completes the next time that nothing is open, perhaps now. Only the latest one asked for does. */
    CompletableFuture<Void> whenIdle() {
        CompletableFuture<Void> next = new CompletableFuture<>();
        idle = next;
        if (open.get() == 0) {
            next.complete(null);
        }
        return next;
    }
}
