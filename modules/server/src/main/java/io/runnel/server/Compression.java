package io.runnel.server;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.jspecify.annotations.Nullable;

final class Compression {
    private Compression() {}

    static byte[] apply(byte[] body, @Nullable String acceptEncoding, List<HttpHeader> headers) {
        return body;
    }
}
