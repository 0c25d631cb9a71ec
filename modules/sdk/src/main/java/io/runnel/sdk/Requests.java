package io.runnel.sdk;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.runnel.wire.Compression;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes HTTP of calls. */
final class Requests {
    private static final int COMPRESSED_FROM_BYTES = 1024;

    private final ClientOptions options;

    Requests(ClientOptions options) {
        this.options = options;
    }

    /** The access token to use. Fails, but throws nothing, whatever its provider does. */
    CompletionStage<String> token(boolean refresh) {
        try {
            return options.accessToken.token(refresh);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    Address address(Call call) {
        return call.basin == null ? options.endpoints.accountAddress() : options.endpoints.basinAddress(call.basin);
    }

    /**
     * A request with its whole body.
     *
     * @throws IllegalArgumentException if the token can be in no header
     * @throws IllegalStateException if the encryption key has been destroyed
     */
    HttpRequest whole(Call call, String token) {
        byte[] body = call.body == null ? new byte[0] : call.body;
        Compression coding = options.compression.coding;
        boolean compress = coding != Compression.NONE && body.length >= COMPRESSED_FROM_BYTES;
        byte[] sent = compress ? coding.compress(body) : body;
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                call.method,
                address(call).path() + call.target(),
                Unpooled.wrappedBuffer(sent),
                new io.netty.handler.codec.http.DefaultHttpHeaders(),
                EmptyHttpHeaders.INSTANCE);
        fill(request.headers(), call, token);
        if (compress) {
            request.headers().set("content-encoding", coding.token());
        }
        if (call.body != null || !call.method.equals(HttpMethod.GET)) {
            request.headers().set("content-length", sent.length);
        }
        return request;
    }

    /** A request whose body comes in parts; throws as {@link #whole}. */
    HttpRequest streaming(Call call, String token) {
        HttpRequest request = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, call.method, address(call).path() + call.target());
        fill(request.headers(), call, token);
        request.headers().set("transfer-encoding", "chunked");
        return request;
    }

    private void fill(HttpHeaders headers, Call call, String token) {
        headers.set("host", address(call).authority());
        headers.set("authorization", "Bearer " + checked(token));
        headers.set("user-agent", options.userAgent);
        if (call.basin != null && !options.endpoints.namesBasin()) {
            headers.set("s2-basin", call.basin);
        }
        if (options.compression != BodyCompression.NONE) {
            headers.set("accept-encoding", options.compression.coding.token());
        }
        if (call.key != null) {
            headers.set("s2-encryption-key", call.key.header());
        }
        call.headers.forEach(headers::set);
    }

    /** Checked here, for the HTTP library's complaint might tell what it says. */
    private static String checked(String token) {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("an access token is visible ASCII");
        }
        return token;
    }
}
