package io.runnel.server;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is not HTTP with a status and an empty body (contract 1.8); named in {@code runnel-server.conf}. */
public final class EmptyErrorHandler extends ParsingErrorHandler {
    /** Where Pekko looks for the instance: it expects a Scala object. */
    @SuppressWarnings("ConstantField")
    public static final EmptyErrorHandler MODULE$ = new EmptyErrorHandler();

    private EmptyErrorHandler() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return HttpResponse.create().withStatus(status.intValue());
    }
}
