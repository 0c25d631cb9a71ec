package io.runnel.server;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** An answer as a route gives it, before it is dressed for HTTP: compressed, and cut for {@code HEAD}. */
final class Reply {
    private static final byte[] NOTHING = {};

    private final int status;
    private final @Nullable ContentType type;
    private final byte[] bytes;
    private final @Nullable Source<ByteString, NotUsed> stream;
    private final List<HttpHeader> headers;

    private Reply(
            int status,
            @Nullable ContentType type,
            byte[] bytes,
            @Nullable Source<ByteString, NotUsed> stream,
            List<HttpHeader> headers) {
        this.status = status;
        this.type = type;
        this.bytes = bytes;
        this.stream = stream;
        this.headers = headers;
    }

    /** Without a body, and thus without a content type. */
    static Reply empty(int status) {
        return new Reply(status, null, NOTHING, null, List.of());
    }

    static Reply of(int status, ContentType type, byte[] body) {
        return new Reply(status, type, body, null, List.of());
    }

    /** A session: {@code 200}, and a body of unknown length that is sent as it comes. */
    static Reply session(ContentType type, Source<ByteString, NotUsed> body, List<HttpHeader> headers) {
        return new Reply(200, type, NOTHING, body, headers);
    }

    Reply with(HttpHeader header) {
        List<HttpHeader> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(header);
        return new Reply(status, type, bytes, stream, more);
    }

    int status() {
        return status;
    }

    /** Null exactly if there is no body. */
    @Nullable
    ContentType type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The body of a session; null for every other answer. */
    @Nullable
    Source<ByteString, NotUsed> stream() {
        return stream;
    }

    List<HttpHeader> headers() {
        return headers;
    }
}
