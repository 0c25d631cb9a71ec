package io.runnel.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.runnel.wire.Compression.CorruptException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Whole zstd frames in memory (RFC 8878). One pass from array to array: the streaming interface would take the window
 * that a frame asks for, up to 128 MiB, and a new context for every small message.
 */
final class Zstandard {
    private static final Contexts<ZstdCompressCtx> COMPRESSORS = new Contexts<>(ZstdCompressCtx::new);
    private static final Contexts<ZstdDecompressCtx> DECOMPRESSORS = new Contexts<>(ZstdDecompressCtx::new);

    private Zstandard() {}

    static byte[] compress(byte[] bytes) {
        ZstdCompressCtx context = COMPRESSORS.take();
        try {
            return context.compress(bytes);
        } finally {
            COMPRESSORS.giveBack(context);
        }
    }

    /** Decompresses all of one or more frames; anything else among them is damage. */
    static byte[] decompress(byte[] bytes, int offset, int length, int limit) throws CorruptException {
        if (length == 0) {
            throw new CorruptException("no data");
        }
        long declared = Zstd.getFrameContentSize(bytes, offset, length);
        if (declared > limit) {
            throw beyond(limit);
        }
        ZstdDecompressCtx context = DECOMPRESSORS.take();
        try {
            int room = (int) (declared >= 0 ? declared : Math.min(limit, 8L * length));
            return decompress(context, bytes, offset, length, room, limit);
        } finally {
            DECOMPRESSORS.giveBack(context);
        }
    }

    private static byte[] decompress(
            ZstdDecompressCtx context, byte[] bytes, int offset, int length, int room, int limit)
            throws CorruptException {
        byte[] plain = new byte[room];
        try {
            int size = context.decompressByteArray(plain, 0, room, bytes, offset, length);
            return size == room ? plain : Arrays.copyOf(plain, size);
        } catch (ZstdException e) {
            if (e.getErrorCode() != Zstd.errDstSizeTooSmall()) {
                throw new CorruptException("damaged zstd data: " + e.getMessage());
            }
        }
        if (room == limit) {
            throw beyond(limit);
        }
        return decompress(context, bytes, offset, length, limit, limit);
    }

    private static CorruptException beyond(int limit) {
        return new CorruptException("expands beyond " + limit + " bytes");
    }

    /** Contexts to use again: some memory outside the heap, and costly to set up. As many are kept as cores can use. */
    private static final class Contexts<T extends Closeable> {
        private final ArrayBlockingQueue<T> idle =
                new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
        private final Supplier<T> create;

        Contexts(Supplier<T> create) {
            this.create = create;
        }

        T take() {
            T context = idle.poll();
            return context == null ? create.get() : context;
        }

        void giveBack(T context) {
            if (!idle.offer(context)) {
                try {
                    context.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("nothing can fail in memory", e);
                }
            }
        }
    }
}
