package io.runnel.server;

import com.typesafe.config.ConfigFactory;
import io.runnel.model.ByteBudget;
import io.runnel.model.Utf8;
import io.runnel.server.ServerSettings.Discard;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The edge without a socket: requests in, answers out, over streams that a test scripts. */
final class TestEdge {
    static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_755_768_600_000L), ZoneOffset.UTC);
    static final Discard DISCARD = new Discard(16 << 20, Duration.ofSeconds(10), Duration.ofMillis(100));

    static final Arrivals ARRIVALS = new Arrivals(new ByteBudget(64 << 20), Duration.ofSeconds(10));

    /** One for all tests of this JVM, which ends it. */
    static final ActorSystem SYSTEM = ActorSystem.create(
            "edge", ConfigFactory.parseString("pekko { daemonic = on, fail-mixed-versions = off, loglevel = ERROR }"));

    static final Materializer MATERIALIZER = SystemMaterializer.get(SYSTEM).materializer();

    final FakeStreams streams = new FakeStreams();
    final Draining draining = new Draining();
    private final HttpEdge edge;

    TestEdge() {
        this(ARRIVALS);
    }

    TestEdge(Arrivals arrivals) {
        Routes routes = new Routes(
                streams,
                draining,
                CLOCK,
                exchange -> CompletableFuture.completedFuture(Reply.of(200, Replies.JSON, Utf8.bytes("\"operator\""))));
        edge = new HttpEdge(routes::handle, false, DISCARD, arrivals, MATERIALIZER);
    }

    /** An answer, read to its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, List<HttpHeader> headers, String contentType, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** The value of a header, or null. */
        String header(String name) {
            return headers.stream()
                    .filter(header -> header.lowercaseName().equals(name))
                    .map(HttpHeader::value)
                    .findFirst()
                    .orElse(null);
        }

        /** The status and, for a JSON error, its code: {@code "400 bad_json"}. */
        String error() {
            String code = text();
            int at = code.indexOf("\"code\":\"");
            return at < 0 ? status + " " + code : status + " " + code.substring(at + 8, code.indexOf('"', at + 8));
        }
    }

    static final class Request {
        private final TestEdge edge;
        private final String method;
        private final String target;
        private final List<HttpHeader> headers = new ArrayList<>();
        private String contentType;
        private Source<ByteString, NotUsed> chunks;
        private byte[] body = {};

        private Request(TestEdge edge, String method, String target) {
            this.edge = edge;
            this.method = method;
            this.target = target;
        }

        Request header(String name, String value) {
            headers.add(RawHeader.create(name, value));
            return this;
        }

        Request inBasin() {
            return header("s2-basin", "my-first-basin");
        }

        Request type(String contentType) {
            this.contentType = contentType;
            return this;
        }

        Request body(String body) {
            return body(Utf8.bytes(body));
        }

        Request body(byte[] body) {
            this.body = body;
            return this;
        }

        Request json(String body) {
            return type("application/json").body(body);
        }

        /** Sends the body in chunks instead, as they come. */
        Request chunks(Source<ByteString, NotUsed> chunks) {
            this.chunks = chunks;
            return this;
        }

        /** The response as soon as its head is known. */
        HttpResponse start() {
            return await(begin());
        }

        CompletionStage<HttpResponse> begin() {
            return edge.edge.handle(toHttp());
        }

        Answer send() {
            HttpResponse response = start();
            ByteString body = await(response.entity()
                    .getDataBytes()
                    .runWith(Sink.fold(ByteString.emptyByteString(), ByteString::concat), MATERIALIZER));
            List<HttpHeader> all = new ArrayList<>();
            response.getHeaders().forEach(all::add);
            return new Answer(
                    response.status().intValue(),
                    all,
                    response.entity().getContentType().toString(),
                    body.toArray());
        }

        private HttpRequest toHttp() {
            List<HttpHeader> all = new ArrayList<>(headers);
            all.add(RawHeader.create("raw-request-uri", target));
            return HttpRequest.create("http://localhost/")
                    .withMethod(HttpMethods.lookup(method).orElseThrow())
                    .withHeaders(all)
                    .withEntity(entity());
        }

        private RequestEntity entity() {
            if (chunks != null) {
                return HttpEntities.createChunked(parsed(contentType), chunks);
            }
            if (contentType == null) {
                // What Pekko itself makes of a body without a type.
                return body.length == 0
                        ? HttpEntities.EMPTY
                        : HttpEntities.create(
                                (ContentType)
                                        org.apache.pekko.http.scaladsl.model.ContentTypes
                                                .application$divoctet$minusstream(),
                                body);
            }
            return HttpEntities.create(parsed(contentType), body);
        }

        private static ContentType parsed(String type) {
            return (ContentType) org.apache.pekko.http.scaladsl.model.ContentType.parse(type)
                    .toOption()
                    .get();
        }
    }

    Request get(String target) {
        return new Request(this, "GET", target);
    }

    Request post(String target) {
        return new Request(this, "POST", target);
    }

    Request request(String method, String target) {
        return new Request(this, method, target);
    }

    /** The chunks of a response as they come. */
    static void forEach(HttpResponse response, Consumer<ByteString> consumer) {
        HttpEntity entity = response.entity();
        entity.getDataBytes().runForeach(consumer::accept, MATERIALIZER);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("it never comes true");
            }
            Thread.onSpinWait();
        }
    }
}
