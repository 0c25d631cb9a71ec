package io.runnel.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes bytes, numbers and comparisons out of spans, wherever those are cut, without putting anything together: what is only
 * compared or stepped over is never copied. For one thread.
 */
final class BodyInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SpanSource spans;
    private ByteBuffer span = NOTHING;
    private long endOfSpan;

    BodyInput(SpanSource spans) {
        this.spans = spans;
    }

    /** How many bytes were taken. */
    long position() {
        return endOfSpan - span.remaining();
    }

    /** The next byte, or -1 at the end. */
    int readOrEnd() throws IOException {
        if (!span.hasRemaining() && !refill()) {
            return -1;
        }
        return span.get() & 0xFF;
    }

    int read() throws IOException {
        if (!span.hasRemaining()) {
            demand();
        }
        return span.get() & 0xFF;
    }

    /** A protobuf varint. */
    long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = read();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new BrokenAnswerException("a varint of more than ten bytes at " + position());
    }

    /** Eight bytes, big-endian. */
    long fixed64() throws IOException {
        if (span.remaining() >= 8) {
            return span.getLong();
        }
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | read();
        }
        return value;
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (!span.hasRemaining()) {
                demand();
            }
            int step = (int) Math.min(left, span.remaining());
            span.position(span.position() + step);
            left -= step;
        }
    }

    /** Takes {@code length} bytes and says whether they equal those of {@code expected} from {@code from}, whose position moves. */
    boolean matches(ByteBuffer expected, int from, int length) throws IOException {
        boolean equal = true;
        int done = 0;
        while (done < length) {
            if (!span.hasRemaining()) {
                demand();
            }
            int step = Math.min(length - done, span.remaining());
            int limit = span.limit();
            span.limit(span.position() + step);
            expected.clear().position(from + done).limit(from + done + step);
            equal &= span.mismatch(expected) < 0;
            span.position(span.limit()).limit(limit);
            done += step;
        }
        return equal;
    }

    String text(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) read();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What was read ahead and not taken: for another reader of the same source. */
    ByteBuffer rest() {
        return span;
    }

    private boolean refill() throws IOException {
        @Nullable ByteBuffer next = spans.next();
        if (next == null) {
            return false;
        }
        span = next;
        endOfSpan += next.remaining();
        return true;
    }

    private void demand() throws IOException {
        if (!refill()) {
            throw new EOFException("the answer ended after " + position() + " bytes, in the middle of something");
        }
    }
}
