package io.runnel.journal;

import io.runnel.log.CorruptLogException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link FormatWriter} wrote; anything else is a {@link CorruptLogException}. */
final class FormatReader {
    private final ByteBuffer in;
    private final String what;

    /** @param what it is, for the message of an exception */
    FormatReader(byte[] bytes, String what) {
        this.in = ByteBuffer.wrap(bytes);
        this.what = what;
    }

    int u8() {
        require(1);
        return in.get() & 0xFF;
    }

    int i32() {
        require(4);
        return in.getInt();
    }

    long i64() {
        require(8);
        return in.getLong();
    }

    byte[] blob() {
        byte[] bytes = new byte[require(i32())];
        in.get(bytes);
        return bytes;
    }

    String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    List<String> texts() {
        int count = require(i32());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    ObjectCodec.Blob object() {
        return new ObjectCodec.Blob(i32(), text(), blob());
    }

    ObjectCodec.@Nullable Blob optionalObject() {
        return u8() == 0 ? null : object();
    }

    FormatReader version(int known) {
        int version = u8();
        if (version != known) {
            throw new CorruptLogException(what + " has version " + version + ", known is " + known);
        }
        return this;
    }

    /** Verifies the four bytes at the end, which are then no longer part of what is read. */
    FormatReader checksummed() {
        require(4);
        int end = in.limit() - 4;
        CRC32C crc = new CRC32C();
        crc.update(in.array(), 0, end);
        if (in.getInt(end) != (int) crc.getValue()) {
            throw new CorruptLogException(what + " has a wrong checksum");
        }
        in.limit(end);
        return this;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new CorruptLogException(what + " has " + in.remaining() + " bytes too many");
        }
    }

    /** So many bytes must be left: a count of things is never larger than their bytes, either. */
    private int require(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new CorruptLogException(what + " ends early, at byte " + in.position() + " of " + in.limit());
        }
        return bytes;
    }
}
