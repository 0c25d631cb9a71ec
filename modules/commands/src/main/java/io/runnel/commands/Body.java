package io.runnel.commands;

import io.runnel.sdk.SequencedRecord;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Room for one body at a time, used again for the next. */
final class Body {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
    private final CharBuffer chars = CharBuffer.allocate(1 << 13);

    private byte[] bytes = new byte[1 << 13];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int length;

    /** The body of this record from now on. */
    void take(SequencedRecord record) {
        length = record.bodyLength();
        if (length > bytes.length) {
            bytes = new byte[Integer.highestOneBit(length) << 1];
            view = ByteBuffer.wrap(bytes);
        }
        record.copyBodyTo(bytes, 0);
    }

    /** The same, made valid UTF-8 with U+FFFD for what is not. */
    void takeText(SequencedRecord record) {
        take(record);
        if (!isUtf8()) {
            byte[] replaced = record.bodyText().getBytes(StandardCharsets.UTF_8);
            bytes = replaced;
            view = ByteBuffer.wrap(bytes);
            length = replaced.length;
        }
    }

    private boolean isUtf8() {
        view.clear().limit(length);
        decoder.reset();
        while (true) {
            chars.clear();
            CoderResult result = decoder.decode(view, chars, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
