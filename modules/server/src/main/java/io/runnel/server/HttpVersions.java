package io.runnel.server;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.impl.engine.http2.Http2;
import org.apache.pekko.http.impl.engine.http2.Http2Blueprint;
import org.apache.pekko.http.impl.engine.http2.Http2Ext;
import org.apache.pekko.http.impl.engine.http2.ProtocolSwitch;
import org.apache.pekko.http.impl.engine.server.GracefulTerminatorStage;
import org.apache.pekko.http.impl.engine.server.ServerTerminator;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.http.scaladsl.HttpExt;
import org.apache.pekko.http.scaladsl.HttpsConnectionContext;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.scaladsl.Keep;
import org.apache.pekko.util.ByteString;
import scala.Option;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * HTTP/1.1 and HTTP/2 over one port, put together from the parts of Pekko HTTP 1.3.0 (docs/adr/0007). As Pekko puts them together, an
 * {@code Upgrade: h2c} is taken, and its connection lost if the request's body comes after its head; and the preface of HTTP/2 must
 * come in one read. Here the one is ignored, and the other comes as it likes (contract 1.1).
 */
final class HttpVersions {
    private final ActorSystem system;
    private final ServerSettings settings;
    private final LoggingAdapter log;
    private final org.apache.pekko.stream.scaladsl.Flow<SslTlsInbound, SslTlsOutbound, ServerTerminator> http1;
    private final org.apache.pekko.stream.scaladsl.Flow<SslTlsInbound, SslTlsOutbound, ServerTerminator> http2;

    /** @param handler must not throw; its stages must not fail */
    HttpVersions(
            ActorSystem system,
            Function<
                            org.apache.pekko.http.javadsl.model.HttpRequest,
                            CompletionStage<org.apache.pekko.http.javadsl.model.HttpResponse>>
                    handler) {
        this.system = system;
        this.settings = (ServerSettings) ServerSettings.apply(system);
        this.log = Logging.getLogger(system, PekkoHttp.class);
        // There is one implementation of either, Scala's.
        @SuppressWarnings("unchecked")
        Function<HttpRequest, CompletionStage<HttpResponse>> same =
                (Function<HttpRequest, CompletionStage<HttpResponse>>) (Function<?, ?>) handler;
        HttpExt http = Http.apply(system);
        this.http1 = http1(same, http);
        this.http2 = http2(same, http);
    }

    ServerSettings settings() {
        return settings;
    }

    LoggingAdapter log() {
        return log;
    }

    /** Without TLS: who begins with the preface of HTTP/2 speaks that. */
    Flow<ByteString, ByteString, Future<ServerTerminator>> byPreface() {
        return Flow.of(ByteString.class)
                .via(new WholePreface())
                // As over TLS, but without a session: Pekko's stand-in for one loads the authorities that the JVM
                // trusts.
                .map(bytes -> (SslTlsInbound) new SessionBytes(null, bytes))
                .viaMat(ProtocolSwitch.byPreface(http1, http2), org.apache.pekko.stream.javadsl.Keep.right())
                .map(out -> ((SendBytes) out).bytes());
    }

    /** With TLS: what both sides have agreed on, or HTTP/1.1. Each flow is good for one connection, whose agreement it remembers. */
    Supplier<Flow<ByteString, ByteString, Future<ServerTerminator>>> byAlpn(SSLContext tls) {
        HttpsConnectionContext context = (HttpsConnectionContext) ConnectionContext.httpsServer(tls);
        return () -> parts().httpsWithAlpn(context, http1, http2).asJava();
    }

    private org.apache.pekko.stream.scaladsl.Flow<SslTlsInbound, SslTlsOutbound, ServerTerminator> http1(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler, HttpExt http) {
        return Flow.of(HttpRequest.class)
                .mapAsync(settings.pipeliningLimit(), handler::apply)
                .asScala()
                .joinMat(
                        GracefulTerminatorStage.apply(system, settings)
                                .atop(http.serverLayer(settings, Option.empty(), log, false)),
                        Keep.right());
    }

    private org.apache.pekko.stream.scaladsl.Flow<SslTlsInbound, SslTlsOutbound, ServerTerminator> http2(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler, HttpExt http) {
        return Http2Blueprint.handleWithStreamIdHeader(
                        settings.http2Settings().maxConcurrentStreams(),
                        request -> FutureConverters.asScala(handler.apply(request)),
                        system.dispatcher())
                .joinMat(
                        Http2Blueprint.serverStackTls(settings, log, parts().telemetry(), http.dateHeaderRendering()),
                        Keep.right());
    }

    private Http2Ext parts() {
        return Http2.get(system);
    }
}
