package io.runnel.sdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to append: headers, a body, and perhaps a timestamp of the client. Bodies and headers are not copied here but when
 * an {@link AppendInput} is made; arrays must not be changed before that. At most 1 MiB of {@link #meteredBytes}.
 */
public final class AppendRecord {
    private static final byte[] NOTHING = {};
    private static final byte[] FENCE = "fence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRIM = "trim".getBytes(StandardCharsets.US_ASCII);

    private final byte[] body;
    private final List<Header> headers;
    private final @Nullable Long timestamp;

    private AppendRecord(byte[] body, List<Header> headers, @Nullable Long timestamp) {
        this.body = body;
        this.headers = headers;
        this.timestamp = timestamp;
    }

    /** A record with this body, which is not copied. */
    public static AppendRecord of(byte[] body) {
        return new AppendRecord(body, List.of(), null);
    }

    /** A record whose body is this text in UTF-8. */
    public static AppendRecord of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A record whose body is a copy of what remains in the buffer, whose position stays. */
    public static AppendRecord of(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        return of(bytes);
    }

    /** A command: from now on the stream has this fencing token. An empty token clears it. */
    public static AppendRecord fence(FencingToken token) {
        return command(FENCE, token.value().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A command: records before {@code seqNum} may be removed. They go some time after the command was acknowledged.
     *
     * @param seqNum unsigned 64-bit; the first to keep
     */
    public static AppendRecord trim(long seqNum) {
        return command(TRIM, ByteBuffer.allocate(8).putLong(seqNum).array());
    }

    private static AppendRecord command(byte[] name, byte[] body) {
        return new AppendRecord(body, List.of(Header.of(NOTHING, name)), null);
    }

    /** The same record with these headers, in place of those it had. */
    public AppendRecord withHeaders(List<Header> all) {
        return new AppendRecord(body, List.copyOf(all), timestamp);
    }

    /** The same record with one more header, of text in UTF-8. */
    public AppendRecord withHeader(String name, String value) {
        return withHeader(Header.of(name, value));
    }

    /** The same record with one more header. */
    public AppendRecord withHeader(Header header) {
        List<Header> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(header);
        return withHeaders(more);
    }

    /**
     * The same record with a timestamp, which the stream's configuration may lower, raise or replace.
     *
     * @param millis unsigned 64-bit, by convention milliseconds since the epoch
     */
    public AppendRecord withTimestamp(long millis) {
        return new AppendRecord(body, headers, millis);
    }

    /** The body; not a copy. */
    public byte[] body() {
        return body;
    }

    /** The headers, in order. */
    public List<Header> headers() {
        return headers;
    }

    /** The timestamp that the client gives, or null. */
    public @Nullable Long timestamp() {
        return timestamp;
    }

    /** What limits count: 8, 2 for each header, and the bytes of header names, header values and body. */
    public int meteredBytes() {
        long bytes = 8L + body.length;
        for (int i = 0; i < headers.size(); i++) {
            bytes += headers.get(i).meteredBytes();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
