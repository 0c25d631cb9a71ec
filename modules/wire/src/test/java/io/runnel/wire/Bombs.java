package io.runnel.wire;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Small data that expands to much, and does not say so at its beginning. */
final class Bombs {
    private Bombs() {}

    static byte[] of(Compression compression, long expanded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressing =
                compression == Compression.GZIP ? new GZIPOutputStream(out) : new ZstdOutputStream(out)) {
            byte[] zeros = new byte[1 << 20];
            for (long left = expanded; left > 0; left -= zeros.length) {
                compressing.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
