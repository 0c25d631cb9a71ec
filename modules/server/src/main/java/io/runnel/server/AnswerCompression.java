package io.runnel.server;

import io.runnel.wire.Compression;
import io.runnel.wire.ContentCoding;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** Compresses unary answers (contract 1.7). */
final class AnswerCompression {
    private static final HttpHeader VARY = RawHeader.create("vary", "accept-encoding");
    private static final HttpHeader ZSTD = RawHeader.create("content-encoding", "zstd");
    private static final HttpHeader GZIP = RawHeader.create("content-encoding", "gzip");

    private AnswerCompression() {}

    /**
     * The body as it is to be sent; what has to be said about it is added to {@code headers}.
     *
     * @param acceptEncoding all lines of the header, joined by commas; null if there are none
     */
    static byte[] apply(byte[] body, @Nullable String acceptEncoding, List<HttpHeader> headers) {
        if (body.length < Compression.THRESHOLD_BYTES) {
            return body;
        }
        headers.add(VARY);
        Compression coding = ContentCoding.forBody(acceptEncoding);
        switch (coding) {
            case NONE -> {}
            case ZSTD -> headers.add(ZSTD);
            case GZIP -> headers.add(GZIP);
        }
        return coding.compress(body);
    }
}
