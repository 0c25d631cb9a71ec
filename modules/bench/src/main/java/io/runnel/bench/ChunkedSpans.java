package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The content of a chunked body; its spans are views of those it was cut from. */
final class ChunkedSpans implements SpanSource {
    private final SpanSource spans;
    private ByteBuffer span;
    private long leftOfChunk;
    private boolean inChunk;
    private boolean ended;

    /** @param rest what was read behind the head already */
    ChunkedSpans(SpanSource spans, ByteBuffer rest) {
        this.spans = spans;
        this.span = rest;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (ended) {
            return null;
        }
        if (leftOfChunk == 0) {
            if (inChunk) {
                lineEnd();
            }
            leftOfChunk = size();
            inChunk = true;
            if (leftOfChunk == 0) {
                ended = true;
                lineEnd(); // no server under test sends trailers
                return null;
            }
        }
        if (!span.hasRemaining()) {
            refill();
        }
        int length = (int) Math.min(leftOfChunk, span.remaining());
        ByteBuffer content = span.slice(span.position(), length);
        span.position(span.position() + length);
        leftOfChunk -= length;
        return content;
    }

    private long size() throws IOException {
        long size = 0;
        boolean extension = false;
        for (int b = read(); b != '\r'; b = read()) {
            int digit = Character.digit(b, 16);
            extension |= b == ';' || b == ' ';
            if (!extension) {
                if (digit < 0 || size > Integer.MAX_VALUE) {
                    throw new BrokenAnswerException("not the size of a chunk, at " + b);
                }
                size = (size << 4) | digit;
            }
        }
        expect('\n');
        return size;
    }

    private void lineEnd() throws IOException {
        expect('\r');
        expect('\n');
    }

    private void expect(int wanted) throws IOException {
        int b = read();
        if (b != wanted) {
            throw new BrokenAnswerException("expected byte " + wanted + " in a chunked body, got " + b);
        }
    }

    private int read() throws IOException {
        if (!span.hasRemaining()) {
            refill();
        }
        return span.get() & 0xFF;
    }

    private void refill() throws IOException {
        @Nullable ByteBuffer next = spans.next();
        if (next == null) {
            throw new BrokenAnswerException("the connection ended inside a chunked body");
        }
        span = next;
    }
}
