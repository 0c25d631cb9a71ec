package io.runnel.journal;

import io.runnel.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes the parts that the journal's formats are made of, see {@code docs/formats.md}. */
final class FormatWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    FormatWriter u8(int value) {
        out.write(value);
        return this;
    }

    FormatWriter i32(int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(value >>> shift);
        }
        return this;
    }

    FormatWriter i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    FormatWriter blob(byte[] bytes) {
        i32(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    FormatWriter text(String text) {
        return blob(Utf8.bytes(text));
    }

    FormatWriter texts(List<String> texts) {
        i32(texts.size());
        texts.forEach(this::text);
        return this;
    }

    FormatWriter object(ObjectCodec.Blob object) {
        return i32(object.serializerId()).text(object.manifest()).blob(object.bytes());
    }

    FormatWriter optionalObject(ObjectCodec.@Nullable Blob object) {
        return object == null ? u8(0) : u8(1).object(object);
    }

    /** The CRC32C of everything so far. */
    FormatWriter checksum() {
        CRC32C crc = new CRC32C();
        crc.update(out.toByteArray());
        return i32((int) crc.getValue());
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
