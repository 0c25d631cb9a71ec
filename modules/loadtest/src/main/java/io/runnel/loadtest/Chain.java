package io.runnel.loadtest;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;

/**
 * Hashes that depend on all bodies before: xxh3-64 over the previous hash, big-endian, and the body. The hash before the first
 * is 0. Nothing is allocated per record. Not thread-safe.
 */
final class Chain {
    private static final Hasher64 XXH3 = Hashing.xxh3_64();

    private final ByteBuffer input;
    private long last;

    /** @param maxBody bytes of the longest body */
    Chain(int maxBody) {
        this.input = ByteBuffer.allocate(Long.BYTES + maxBody);
    }

    /** The hash of the body that comes next. */
    long add(byte[] body) {
        input.clear().putLong(last).put(body);
        return hash();
    }

    /** The hash of the body that comes next; the buffer is read to its end. */
    long add(ByteBuffer body) {
        input.clear().putLong(last).put(body);
        return hash();
    }

    private long hash() {
        last = XXH3.hashBytesToLong(input.array(), 0, input.position());
        return last;
    }

    /** The latest. */
    long last() {
        return last;
    }
}
