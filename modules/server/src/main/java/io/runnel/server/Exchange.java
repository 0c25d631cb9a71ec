package io.runnel.server;

import io.runnel.server.ServerSettings.Discard;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.ContentTypes;
import org.apache.pekko.http.scaladsl.model.Uri;
import org.apache.pekko.stream.Materializer;
import org.jspecify.annotations.Nullable;

/**
 * One request, its head taken apart in one pass. Of a header that is repeated the first line counts, except for
 * {@code accept-encoding}, whose lines count together (contract 1.3, 1.7).
 */
final class Exchange {
    private final String method;
    private final @Nullable Target target;
    private final boolean http2;
    private final RequestBody body;

    private final @Nullable String contentType;

    private @Nullable String basin;
    private @Nullable String accept;
    private @Nullable String acceptEncoding;
    private @Nullable String contentEncoding;
    private @Nullable String format;
    private @Nullable String encryptionKey;
    private @Nullable String streamConfig;
    private @Nullable String requestToken;
    private @Nullable String lastEventId;
    private @Nullable HttpHeader origin;
    private @Nullable HttpHeader preflightMethod;
    private @Nullable HttpHeader preflightHeaders;
    private boolean expectsContinue;

    Exchange(HttpRequest request, Discard limits, Arrivals arrivals, Materializer materializer) {
        this.method = request.method().value();
        this.http2 = request.protocol().value().equals("HTTP/2.0");
        this.body = new RequestBody(request.entity(), limits, arrivals, materializer);
        String rawTarget = null;
        String unparsedType = null; // a header that Pekko could not parse, or a second one
        for (HttpHeader header : request.getHeaders()) {
            switch (header.lowercaseName()) {
                case "raw-request-uri" -> rawTarget = header.value();
                case "s2-basin" -> basin = first(basin, header);
                case "content-type" -> unparsedType = first(unparsedType, header);
                case "accept" -> accept = first(accept, header);
                case "accept-encoding" ->
                    acceptEncoding = acceptEncoding == null ? header.value() : acceptEncoding + "," + header.value();
                case "content-encoding" -> contentEncoding = first(contentEncoding, header);
                case "s2-format" -> format = first(format, header);
                case "s2-encryption-key" -> encryptionKey = first(encryptionKey, header);
                case "s2-stream-config" -> streamConfig = first(streamConfig, header);
                case "s2-request-token" -> requestToken = first(requestToken, header);
                case "last-event-id" -> lastEventId = first(lastEventId, header);
                case "origin" -> origin = origin == null ? header : origin;
                case "access-control-request-method" ->
                    preflightMethod = preflightMethod == null ? header : preflightMethod;
                case "access-control-request-headers" ->
                    preflightHeaders = preflightHeaders == null ? header : preflightHeaders;
                case "expect" -> expectsContinue = true;
                default -> {}
            }
        }
        String parsedType = contentType(request.entity().getContentType());
        this.contentType = parsedType != null ? parsedType : unparsedType;
        this.target = Target.parse(rawTarget != null ? rawTarget : rendered(request));
    }

    private static String first(@Nullable String known, HttpHeader header) {
        return known == null ? header.value() : known;
    }

    /** Pekko gives a body without a type this very object; a body that names the type gets another, equal one. */
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable String contentType(ContentType type) {
        return type == ContentTypes.application$divoctet$minusstream() || type == ContentTypes.NoContentType()
                ? null
                : type.toString();
    }

    /** HTTP/2 requests come without the raw target: their path has been decoded, and is encoded again. */
    private static String rendered(HttpRequest request) {
        Uri uri = ((org.apache.pekko.http.scaladsl.model.HttpRequest) request).uri();
        String path = uri.path().toString();
        return uri.rawQueryString().isEmpty()
                ? path
                : path + "?" + uri.rawQueryString().get();
    }

    String method() {
        return method;
    }

    boolean isMethod(String name) {
        return method.equals(name);
    }

    /** What the request is about; null if there is no such resource. */
    @Nullable
    Target target() {
        return target;
    }

    boolean http2() {
        return http2;
    }

    RequestBody body() {
        return body;
    }

    @Nullable
    String basin() {
        return basin;
    }

    /** As it was sent, or, if it is a valid one, an equivalent spelling of it. */
    @Nullable
    String contentType() {
        return contentType;
    }

    @Nullable
    String accept() {
        return accept;
    }

    @Nullable
    String acceptEncoding() {
        return acceptEncoding;
    }

    @Nullable
    String contentEncoding() {
        return contentEncoding;
    }

    @Nullable
    String format() {
        return format;
    }

    @Nullable
    String encryptionKey() {
        return encryptionKey;
    }

    @Nullable
    String streamConfig() {
        return streamConfig;
    }

    @Nullable
    String requestToken() {
        return requestToken;
    }

    @Nullable
    String lastEventId() {
        return lastEventId;
    }

    @Nullable
    HttpHeader origin() {
        return origin;
    }

    @Nullable
    HttpHeader preflightMethod() {
        return preflightMethod;
    }

    @Nullable
    HttpHeader preflightHeaders() {
        return preflightHeaders;
    }

    /** Whether the client holds the body back until it is asked for it. */
    boolean expectsContinue() {
        return expectsContinue;
    }

    /** For logs: what was asked of which basin and stream, and nothing that may be secret. */
    @Override
    public String toString() {
        if (target == null) {
            return method + " of an unknown path";
        }
        return method + " " + target.route() + " basin=" + (basin == null ? "-" : basin) + " name="
                + (target.first().isEmpty() ? "-" : target.first());
    }
}
