package io.runnel.loadtest;

import io.runnel.sdk.Header;
import java.nio.ByteBuffer;
import java.util.List;

/** Follows what a reader is given, and knows at every record whether it is the one that was written. Used by one thread. */
final class ChainCheck {
    private final String reader;
    private final int bodySize;
    private final Chain chain;
    private volatile long records;

    /**
     * @param reader which stream is read, and how, for failures
     * @param recordSize metered bytes of each record
     */
    ChainCheck(String reader, int recordSize) {
        this.reader = reader;
        this.bodySize = recordSize - RecordMaker.OVERHEAD;
        this.chain = new Chain(bodySize);
    }

    /** @throws Mismatch if it is not the record that is to come next */
    void accept(long seqNum, List<Header> headers, ByteBuffer body) {
        if (seqNum != records) {
            throw mismatch(seqNum, "it came where record " + records + " was to come");
        }
        if (body.remaining() != bodySize) {
            throw mismatch(seqNum, "its body has " + body.remaining() + " bytes, " + bodySize + " were written");
        }
        long before = chain.last();
        long written = hash(seqNum, headers);
        if (records > 0 && written == before) {
            throw mismatch(seqNum, "it repeats the one before, with the hash " + hex(written));
        }
        long expected = chain.add(body);
        if (written != expected) {
            throw mismatch(
                    seqNum,
                    "its header has the hash " + hex(written) + ", what was read up to here comes to " + hex(expected));
        }
        records = seqNum + 1;
    }

    private long hash(long seqNum, List<Header> headers) {
        if (headers.size() != 1 || !headers.get(0).nameText().equals("hash")) {
            throw mismatch(
                    seqNum,
                    "it was written with one header named hash, and has "
                            + headers.stream().map(Header::nameText).toList());
        }
        byte[] value = headers.get(0).value();
        if (value.length != Long.BYTES) {
            throw mismatch(seqNum, "its hash has " + value.length + " bytes, 8 were written");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private Mismatch mismatch(long seqNum, String what) {
        return new Mismatch(reader + ", record " + Long.toUnsignedString(seqNum) + ": " + what);
    }

    /** @throws Mismatch if not all of them have come, or others */
    void end(long writtenRecords, long lastHash) {
        if (records != writtenRecords) {
            throw new Mismatch(
                    reader + ": it ended before record " + records + ", " + writtenRecords + " records are durable");
        }
        if (chain.last() != lastHash) {
            throw mismatch(records - 1, "the last hash is " + hex(chain.last()) + ", written was " + hex(lastHash));
        }
    }

    private static String hex(long hash) {
        return String.format("%016x", hash);
    }

    /** How many have come. */
    long records() {
        return records;
    }
}
