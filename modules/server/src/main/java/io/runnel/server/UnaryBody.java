package io.runnel.server;

import io.runnel.model.ErrorCode;
import io.runnel.model.Limits;
import io.runnel.model.StreamError;
import io.runnel.server.RequestBody.BodyTooLargeException;
import io.runnel.server.RequestBody.CrowdedException;
import io.runnel.wire.BadRequestException;
import io.runnel.wire.Compression;
import io.runnel.wire.Compression.CorruptException;
import io.runnel.wire.ContentCoding;
import io.runnel.wire.MediaType;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bodies of unary requests: collected, decompressed, decoded (contract 1.6 to 1.9, 2.6). */
final class UnaryBody {
    /** What a coding may add to a body that it cannot make smaller. */
    private static final int CODING_OVERHEAD_BYTES = 64 << 10;

    private static final byte[] NOTHING = {};

    private UnaryBody() {}

    interface Decoder<T> {
        T decode(byte[] body) throws BadRequestException;
    }

    /** A body that has to be JSON. */
    static <T> CompletionStage<Reply> json(
            Exchange exchange, Decoder<T> decoder, Function<? super T, CompletionStage<Reply>> then)
            throws BadRequestException {
        if (MediaType.parse(exchange.contentType()) != MediaType.JSON) {
            throw new BadRequestException(ErrorCode.BAD_JSON, "Expected request with `Content-Type: application/json`");
        }
        return read(exchange, ErrorCode.BAD_JSON, decoder, then);
    }

    /** A body that may be left out: without a content type nobody looks at it. */
    static <T> CompletionStage<Reply> optionalJson(
            Exchange exchange, Decoder<T> decoder, Function<? super T, CompletionStage<Reply>> then)
            throws BadRequestException {
        return exchange.contentType() == null ? then.apply(decoder.decode(NOTHING)) : json(exchange, decoder, then);
    }

    /** @param defect the code of a body that cannot be had: too large, broken off, not decompressible */
    static <T> CompletionStage<Reply> read(
            Exchange exchange, ErrorCode defect, Decoder<T> decoder, Function<? super T, CompletionStage<Reply>> then) {
        Compression coding = Objects.requireNonNull(
                ContentCoding.ofRequest(exchange.contentEncoding()), "unknown codings are refused on every path");
        boolean plain = coding == Compression.NONE;
        int limit = plain ? Limits.MAX_BODY_BYTES : Limits.MAX_BODY_BYTES + CODING_OVERHEAD_BYTES;
        CompletionStage<Reply> reply = exchange.body()
                .collect(limit)
                .handle((bytes, failure) -> {
                    if (failure instanceof CrowdedException) {
                        return Replies.refused(exchange.body().arrivals().crowded());
                    }
                    if (bytes == null) {
                        return Replies.refused(unbuffered(defect, failure));
                    }
                    T request;
                    try {
                        byte[] body = plain ? bytes : coding.decompress(bytes, 0, bytes.length, Limits.MAX_BODY_BYTES);
                        request = decoder.decode(body);
                    } catch (CorruptException e) {
                        return Replies.refused(unbuffered(defect, e));
                    } catch (BadRequestException e) {
                        return Replies.refused(e.error());
                    }
                    return then.apply(request);
                })
                .thenCompose(Function.identity());
        return exchange.body().complete()
                ? reply
                : reply.whenComplete((done, failure) -> exchange.body().answered());
    }

    private static StreamError unbuffered(ErrorCode code, @Nullable Throwable failure) {
        String reason = failure instanceof BodyTooLargeException || failure instanceof CorruptException
                ? failure.getMessage()
                : "the body broke off";
        return StreamError.of(code, "Failed to buffer the request body: " + reason);
    }
}
