package io.runnel.server;

import io.runnel.engine.Streams;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.Compression;
import io.runnel.wire.ContentCoding;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Finds who answers a request, and first whether anybody does: contract 1.10, up to the rows of its table. */
final class Routes {
    private static final HttpHeader CODINGS = RawHeader.create("accept-encoding", "zstd,gzip");

    private final Draining draining;
    private final Function<Exchange, CompletionStage<Reply>> operator;
    private final BasinRoutes basins;
    private final StreamRoutes streams;
    private final ReadRoutes reads;
    private final AppendRoutes appends;
    private final AbsentRoutes absent = new AbsentRoutes();

    /**
     * @param clock tells clients the time in pings
     * @param operator answers {@link Route#HEALTH} and {@link Route#METRICS}
     */
    Routes(Streams streams, Draining draining, Clock clock, Function<Exchange, CompletionStage<Reply>> operator) {
        this.draining = draining;
        this.operator = operator;
        this.basins = new BasinRoutes(streams);
        this.streams = new StreamRoutes(streams);
        this.reads = new ReadRoutes(streams, draining, clock);
        this.appends = new AppendRoutes(streams, draining);
    }

    /** Answers; may throw, and complete exceptionally, for bugs only. */
    CompletionStage<Reply> handle(Exchange exchange) {
        Target target = exchange.target();
        if (target == null) {
            return done(Reply.empty(404));
        }
        Route route = target.route();
        if (route.api() && !isReadable(exchange, route)) {
            return done(Reply.empty(415).with(CODINGS));
        }
        if (!route.allows(exchange.method())) {
            return done(Reply.empty(405).with(RawHeader.create("allow", route.allow())));
        }
        if (!route.api()) {
            return operator.apply(exchange);
        }
        if (draining.ending()) {
            return Replies.refused(Draining.ERROR);
        }
        try {
            return answer(exchange, target);
        } catch (BadRequestException e) {
            return Replies.refused(e.error());
        }
    }

    /** Whether the body has no coding, or one that is undone: of whole sessions none is (contract 14). */
    private static boolean isReadable(Exchange exchange, Route route) {
        Compression coding = ContentCoding.ofRequest(exchange.contentEncoding());
        boolean session =
                route == Route.RECORDS && exchange.isMethod("POST") && Negotiation.isSession(exchange.contentType());
        return coding == Compression.NONE || (coding != null && !session);
    }

    private CompletionStage<Reply> answer(Exchange exchange, Target target) throws BadRequestException {
        return switch (target.route()) {
            case BASINS, BASIN -> basins.handle(exchange, target);
            case STREAMS, STREAM -> streams.handle(exchange, target);
            case TAIL -> reads.tail(exchange, target);
            case RECORDS -> exchange.isMethod("POST") ? appends.append(exchange, target) : reads.read(exchange, target);
            case ACCESS_TOKENS,
                    ACCESS_TOKEN,
                    LOCATIONS,
                    DEFAULT_LOCATION,
                    ACCOUNT_METRICS,
                    BASIN_METRICS,
                    STREAM_METRICS -> absent.handle(exchange, target);
            case HEALTH, METRICS -> throw new IllegalStateException("not of the API: " + target.route());
        };
    }

    private static CompletionStage<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
