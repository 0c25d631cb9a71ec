package io.runnel.sdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A record as it was read: a view of the bytes that were received for its {@link ReadBatch}. Immutable, and keeps that whole
 * batch in memory as long as it is referred to.
 */
public final class SequencedRecord {
    private static final byte[] FENCE = "fence".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRIM = "trim".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int from;
    private final int until;
    private final long seqNum;
    private final long timestamp;
    private final int bodyAt;
    private final int bodyEnd;
    private final int headerCount;
    private final int meteredBytes;

    /** Reads the record that lies between two places; the reader is at the first of them, and then at the second. */
    SequencedRecord(byte[] bytes, ProtoInput in, int until) {
        this.bytes = bytes;
        this.from = in.at();
        this.until = until;
        int outer = in.limit(until);
        long readSeqNum = 0;
        long readTimestamp = 0;
        int readBodyAt = from;
        int readBodyEnd = from;
        int headers = 0;
        int metered = 8;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> readSeqNum = in.varint();
                case 2 << 3 -> readTimestamp = in.varint();
                case 3 << 3 | ProtoInput.BYTES -> {
                    headers++;
                    metered += 2 + headerBytes(in);
                }
                case 4 << 3 | ProtoInput.BYTES -> {
                    readBodyEnd = in.lengthEnd();
                    readBodyAt = in.at();
                    in.skipTo(readBodyEnd);
                }
                default -> in.skip(tag);
            }
        }
        in.limit(outer);
        this.seqNum = readSeqNum;
        this.timestamp = readTimestamp;
        this.bodyAt = readBodyAt;
        this.bodyEnd = readBodyEnd;
        this.headerCount = headers;
        this.meteredBytes = metered + readBodyEnd - readBodyAt;
    }

    /** Unsigned 64-bit. */
    public long seqNum() {
        return seqNum;
    }

    /** Unsigned 64-bit, by convention milliseconds since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** The body, as a read-only view with a position of its own. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(bytes, bodyAt, bodyEnd - bodyAt).slice().asReadOnlyBuffer();
    }

    /** Bytes of the body. */
    public int bodyLength() {
        return bodyEnd - bodyAt;
    }

    /** A copy of the body. */
    public byte[] bodyBytes() {
        return Arrays.copyOfRange(bytes, bodyAt, bodyEnd);
    }

    /**
     * Copies the body without making an object for it.
     *
     * @param target with room for {@link #bodyLength} bytes from {@code at} on
     */
    public void copyBodyTo(byte[] target, int at) {
        System.arraycopy(bytes, bodyAt, target, at, bodyEnd - bodyAt);
    }

    /** The body as UTF-8, with U+FFFD for what is not. */
    public String bodyText() {
        return new String(bytes, bodyAt, bodyEnd - bodyAt, StandardCharsets.UTF_8);
    }

    /** The headers, in order; decoded anew by every call. */
    public List<Header> headers() {
        if (headerCount == 0) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(headerCount);
        ProtoInput in = new ProtoInput(bytes, from, until);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (3 << 3 | ProtoInput.BYTES)) {
                headers.add(header(bytes, in));
            } else {
                in.skip(tag);
            }
        }
        return headers;
    }

    /** Whether the record instructs the service ({@code fence}, {@code trim}): one header, with an empty name. */
    public boolean isCommand() {
        return headerCount == 1 && headers().get(0).name().length == 0;
    }

    /** Whether the record is a {@code fence} command; its body is the token. */
    public boolean isFence() {
        return isCommand() && Arrays.equals(headers().get(0).value(), FENCE);
    }

    /** Whether the record is a {@code trim} command; its body is the first sequence number to keep, big-endian. */
    public boolean isTrim() {
        return isCommand() && Arrays.equals(headers().get(0).value(), TRIM);
    }

    /** What limits and bounds count: 8, 2 for each header, and the bytes of header names, header values and body. */
    public int meteredBytes() {
        return meteredBytes;
    }

    boolean hasBody(byte[] other, int otherFrom, int otherUntil) {
        return Arrays.equals(bytes, bodyAt, bodyEnd, other, otherFrom, otherUntil);
    }

    /** Reads the header that comes next, after its tag. */
    static Header header(byte[] bytes, ProtoInput in) {
        int outer = in.limit(in.lengthEnd());
        byte[] name = {};
        byte[] value = {};
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == (1 << 3 | ProtoInput.BYTES) || tag == (2 << 3 | ProtoInput.BYTES)) {
                int end = in.lengthEnd();
                byte[] copy = Arrays.copyOfRange(bytes, in.at(), end);
                in.skipTo(end);
                if (tag >>> 3 == 1) {
                    name = copy;
                } else {
                    value = copy;
                }
            } else {
                in.skip(tag);
            }
        }
        in.limit(outer);
        return Header.of(name, value);
    }

    private static int headerBytes(ProtoInput in) {
        int outer = in.limit(in.lengthEnd());
        int size = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            if ((tag & 7) == ProtoInput.BYTES) {
                int end = in.lengthEnd();
                size += end - in.at();
                in.skipTo(end);
            } else {
                in.skip(tag);
            }
        }
        in.limit(outer);
        return size;
    }
}
