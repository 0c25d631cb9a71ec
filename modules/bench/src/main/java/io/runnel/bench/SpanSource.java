package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they come in, span by span. Blocking, for one thread. */
interface SpanSource {
    /** The next span, never empty and valid until the next call; null at the end. */
    @Nullable
    ByteBuffer next() throws IOException;
}
