package io.runnel.loadtest;

import io.runnel.sdk.AppendRecord;
import io.runnel.sdk.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the records of one stream: random bodies, always the same for a seed, and the {@link Chain} in a header. */
final class RecordMaker {
    /** Metered bytes that are not body: 8, 2 for the header, 4 of its name, 8 of its value. */
    static final int OVERHEAD = 22;

    private static final byte[] NAME = "hash".getBytes(StandardCharsets.US_ASCII);

    private final int bodySize;
    private final SplittableRandom random;
    private final Chain chain;

    /** @param recordSize metered bytes of each record */
    RecordMaker(int recordSize, long seed) {
        this.bodySize = recordSize - OVERHEAD;
        this.random = new SplittableRandom(seed);
        this.chain = new Chain(bodySize);
    }

    /** The client keeps a body until it has made a batch of it, so that each is an array of its own. */
    AppendRecord next(long timestamp) {
        byte[] body = new byte[bodySize];
        random.nextBytes(body);
        byte[] hash = new byte[Long.BYTES];
        putLong(hash, chain.add(body));
        return AppendRecord.of(body).withHeaders(List.of(Header.of(NAME, hash))).withTimestamp(timestamp);
    }

    private static void putLong(byte[] bytes, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    long lastHash() {
        return chain.last();
    }
}
