package io.runnel.bench;

import java.nio.ByteBuffer;

/** Bytes that arrive in spans of a given length. */
final class Cut implements SpanSource {
    private final byte[] bytes;
    private final int length;
    private int at;

    Cut(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    @Override
    public ByteBuffer next() {
        if (at == bytes.length) {
            return null;
        }
        int until = Math.min(bytes.length, at + length);
        ByteBuffer span = ByteBuffer.wrap(bytes, at, until - at).slice();
        at = until;
        return span;
    }
}
