package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * An {@code AppendInput} of equal records, encoded once. Their bodies are random, and begin with two numbers that are
 * written over before each sending: which record of the stream it is, together with its place in the template; and when it was
 * sent. So whoever reads a record can tell where it belongs and compare all of it.
 */
final class BatchTemplate {
    /** What a metered record has beside its body (contract 6.1). */
    static final int METERED_OVERHEAD = 8;

    static final int STAMP_BYTES = 16;
    private static final int PLACE_BITS = 10;
    private static final int RECORDS_FIELD = 0x0A;
    private static final int BODY_FIELD = 0x1A;

    private final int capacity;
    private final int bodyBytes;
    private final int stride;
    private final ByteBuffer message;

    /**
     * @param capacity how many records, at most 1000
     * @param recordBytes metered bytes of each
     */
    BatchTemplate(int capacity, int recordBytes, long seed) {
        this.capacity = capacity;
        this.bodyBytes = recordBytes - METERED_OVERHEAD;
        if (capacity < 1 || capacity > 1000 || bodyBytes < STAMP_BYTES) {
            throw new IllegalArgumentException("1 to 1000 records of at least " + (METERED_OVERHEAD + STAMP_BYTES)
                    + " metered bytes, got " + capacity + " of " + recordBytes);
        }
        int fieldBytes = 1 + varintBytes(bodyBytes) + bodyBytes;
        this.stride = 1 + varintBytes(fieldBytes) + fieldBytes;
        this.message = ByteBuffer.allocateDirect(capacity * stride);
        byte[] body = new byte[bodyBytes];
        Random random = new Random(seed);
        for (int i = 0; i < capacity; i++) {
            message.put((byte) RECORDS_FIELD);
            putVarint(fieldBytes);
            message.put((byte) BODY_FIELD);
            putVarint(bodyBytes);
            random.nextBytes(body);
            message.put(body);
        }
    }

    /** As many records as fit one batch (contract 6.2), and {@code maxBytes}. */
    static int recordsFor(int recordBytes, int maxBytes) {
        return Math.max(1, Math.min(1000, maxBytes / recordBytes));
    }

    int capacity() {
        return capacity;
    }

    int recordBytes() {
        return bodyBytes + METERED_OVERHEAD;
    }

    /** The first {@code records} records, ready to be sent, as those from {@code index} on of their stream. */
    ByteBuffer stamped(long index, int records, long sentNanos) {
        message.clear();
        for (int place = 0; place < records; place++) {
            int body = bodyAt(place);
            message.putLong(body, ((index + place) << PLACE_BITS) | place);
            message.putLong(body + 8, sentNanos);
        }
        return message.position(0).limit(records * stride);
    }

    /** Compares records that were read; for one thread, with no connection to the sending one. */
    Reference reference() {
        return new Reference(message.duplicate());
    }

    final class Reference {
        private final ByteBuffer bytes;

        private Reference(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        /**
         * Takes the body of a record.
         *
         * @return when it was sent
         * @throws BrokenAnswerException unless it is the whole body of record {@code index}
         */
        long check(BodyInput in, long index, long length) throws IOException {
            if (length != bodyBytes) {
                throw new BrokenAnswerException(
                        "record " + index + " has a body of " + length + " bytes instead of " + bodyBytes);
            }
            long stamp = in.fixed64();
            int place = (int) (stamp & ((1 << PLACE_BITS) - 1));
            if (stamp >>> PLACE_BITS != index || place >= capacity) {
                throw new BrokenAnswerException("where record " + index + " should be is record "
                        + (stamp >>> PLACE_BITS) + ", place " + place);
            }
            long sentNanos = in.fixed64();
            if (!in.matches(bytes, bodyAt(place) + STAMP_BYTES, bodyBytes - STAMP_BYTES)) {
                throw new BrokenAnswerException("the body of record " + index + " is not what was appended");
            }
            return sentNanos;
        }
    }

    private int bodyAt(int place) {
        return (place + 1) * stride - bodyBytes;
    }

    private void putVarint(int value) {
        int rest = value;
        while (rest > 0x7F) {
            message.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        message.put((byte) rest);
    }

    private static int varintBytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }
}
