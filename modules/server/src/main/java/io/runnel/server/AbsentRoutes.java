package io.runnel.server;

import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.ControlRequests;
import io.runnel.wire.Percent;
import io.runnel.wire.Query;
import io.runnel.wire.Query.MetricsLevel;
import java.util.concurrent.CompletionStage;

/**
 * Access tokens, locations and metrics, which this server does not have: a well-formed request for them is answered
 * with {@code 501}, any other with what is wrong with it (contract 2.5).
 */
final class AbsentRoutes {
    private static final StreamError ERROR = StreamError.of(ErrorCode.NOT_IMPLEMENTED, "Not implemented");

    CompletionStage<Reply> handle(Exchange exchange, Target target) throws BadRequestException {
        switch (target.route()) {
            case ACCESS_TOKENS -> {
                if (exchange.isMethod("POST")) {
                    return checked(exchange, ControlRequests::checkAccessToken);
                }
                Query.listAccessTokens(target.query());
            }
            case ACCESS_TOKEN -> Percent.accessTokenId(target.first());
            case DEFAULT_LOCATION -> {
                if (exchange.isMethod("PUT")) {
                    return checked(exchange, ControlRequests::checkDefaultLocation);
                }
            }
            case ACCOUNT_METRICS -> Query.checkMetrics(target.query(), MetricsLevel.ACCOUNT);
            case BASIN_METRICS -> {
                Percent.basin(target.first());
                Query.checkMetrics(target.query(), MetricsLevel.BASIN);
            }
            case STREAM_METRICS -> {
                Percent.basin(target.first());
                Percent.stream(target.second());
                Query.checkMetrics(target.query(), MetricsLevel.STREAM);
            }
            default -> {}
        }
        return Replies.refused(ERROR);
    }

    private interface Check {
        void check(byte[] body) throws BadRequestException;
    }

    private static CompletionStage<Reply> checked(Exchange exchange, Check check) throws BadRequestException {
        return UnaryBody.json(
                exchange,
                body -> {
                    check.check(body);
                    return body;
                },
                body -> Replies.refused(ERROR));
    }
}
