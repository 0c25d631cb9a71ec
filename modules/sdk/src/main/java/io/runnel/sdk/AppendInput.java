package io.runnel.sdk;

import io.runnel.wire.Frames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch to append: 1 to 1000 records that become durable and visible together or not at all, perhaps under conditions.
 * Encoded once, when it is made; immutable.
 */
public final class AppendInput {
    /** The most records in a batch. */
    public static final int MAX_RECORDS = 1000;
    /** The most metered bytes of a batch, and of each record. */
    public static final int MAX_METERED_BYTES = 1 << 20;

    /** Of a number and a fencing token, encoded. */
    private static final int MAX_CONDITION_BYTES = 64;

    private static final byte[] NOTHING = {};

    private final byte[] records;
    private final int count;
    private final int meteredBytes;
    private final @Nullable Long matchSeqNum;
    private final @Nullable FencingToken fencingToken;

    private AppendInput(
            byte[] records,
            int count,
            int meteredBytes,
            @Nullable Long matchSeqNum,
            @Nullable FencingToken fencingToken) {
        this.records = records;
        this.count = count;
        this.meteredBytes = meteredBytes;
        this.matchSeqNum = matchSeqNum;
        this.fencingToken = fencingToken;
    }

    /**
     * A batch of these records.
     *
     * @throws IllegalArgumentException if there are none or more than 1000, or more than 1 MiB of metered bytes
     */
    public static AppendInput of(List<AppendRecord> records) {
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_RECORDS + " records, got " + records.size());
        }
        long metered = 0;
        long size = 0;
        for (AppendRecord each : records) {
            metered += each.meteredBytes();
            size += recordField(each);
        }
        if (metered > MAX_METERED_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has at most " + MAX_METERED_BYTES + " metered bytes, got " + metered);
        }
        if (size > Frames.MAX_MESSAGE_BYTES - MAX_CONDITION_BYTES) {
            throw new IllegalArgumentException(
                    "the batch has too many headers for a frame: encoded it has " + size + " bytes");
        }
        byte[] encoded = new byte[(int) size];
        ProtoOutput out = new ProtoOutput(encoded);
        for (AppendRecord each : records) {
            write(each, out);
        }
        return new AppendInput(encoded, records.size(), (int) metered, null, null);
    }

    /** A batch of these records; see {@link #of(List)}. */
    public static AppendInput of(AppendRecord... records) {
        return of(Arrays.asList(records));
    }

    /**
     * The same batch, on condition that its first record gets this number; otherwise {@link SeqNumMismatchException}.
     *
     * @param seqNum unsigned 64-bit
     */
    public AppendInput matchingSeqNum(long seqNum) {
        return new AppendInput(records, count, meteredBytes, seqNum, fencingToken);
    }

    /** The same batch, on condition that the stream has this fencing token; else {@link FencingTokenMismatchException}. */
    public AppendInput withFencingToken(FencingToken token) {
        return new AppendInput(records, count, meteredBytes, matchSeqNum, token);
    }

    /** How many records there are. */
    public int size() {
        return count;
    }

    /** Metered bytes of all records: what bounds and limits count. */
    public int meteredBytes() {
        return meteredBytes;
    }

    /** The number that the first record is to get, or null. */
    public @Nullable Long matchSeqNum() {
        return matchSeqNum;
    }

    /** The fencing token that the stream is to have, or null. */
    public @Nullable FencingToken fencingToken() {
        return fencingToken;
    }

    /** The encoded records, without the conditions that {@link #conditions} adds after them. */
    byte[] encodedRecords() {
        return records;
    }

    byte[] conditions() {
        Long match = matchSeqNum;
        FencingToken fence = fencingToken;
        byte[] token = fence == null ? NOTHING : fence.value().getBytes(StandardCharsets.UTF_8);
        int size = (match == null ? 0 : 1 + ProtoOutput.varintBytes(match))
                + (fence == null ? 0 : ProtoOutput.bytesField(token.length));
        byte[] encoded = new byte[size];
        ProtoOutput out = new ProtoOutput(encoded);
        if (match != null) {
            out.number(2, match);
        }
        if (fence != null) {
            out.bytes(3, token);
        }
        return encoded;
    }

    /** The whole message, records and conditions. */
    byte[] message() {
        byte[] conditions = conditions();
        byte[] message = Arrays.copyOf(records, records.length + conditions.length);
        System.arraycopy(conditions, 0, message, records.length, conditions.length);
        return message;
    }

    /** Whether these records, as read, are the ones of this batch: same headers and bodies, in the same order. */
    boolean isWhatWasRead(List<SequencedRecord> read) {
        if (read.size() != count) {
            return false;
        }
        ProtoInput in = new ProtoInput(records, 0, records.length);
        for (SequencedRecord other : read) {
            in.tag();
            int outer = in.limit(in.lengthEnd());
            List<Header> headers = new ArrayList<>();
            int bodyAt = 0;
            int bodyEnd = 0;
            while (in.hasMore()) {
                int tag = in.tag();
                switch (tag >>> 3) {
                    case 2 -> headers.add(SequencedRecord.header(records, in));
                    case 3 -> {
                        bodyEnd = in.lengthEnd();
                        bodyAt = in.at();
                        in.skipTo(bodyEnd);
                    }
                    default -> in.skip(tag);
                }
            }
            in.limit(outer);
            if (!other.hasBody(records, bodyAt, bodyEnd) || !other.headers().equals(headers)) {
                return false;
            }
        }
        return true;
    }

    private static int recordField(AppendRecord record) {
        if (record.meteredBytes() > MAX_METERED_BYTES) {
            throw new IllegalArgumentException(
                    "a record has at most " + MAX_METERED_BYTES + " metered bytes, got " + record.meteredBytes());
        }
        return ProtoOutput.bytesField(recordBytes(record));
    }

    private static int recordBytes(AppendRecord record) {
        Long timestamp = record.timestamp();
        int size = timestamp == null ? 0 : 1 + ProtoOutput.varintBytes(timestamp);
        List<Header> headers = record.headers();
        for (int i = 0; i < headers.size(); i++) {
            size += ProtoOutput.bytesField(headerBytes(headers.get(i)));
        }
        return record.body().length == 0 ? size : size + ProtoOutput.bytesField(record.body().length);
    }

    private static int headerBytes(Header header) {
        return ProtoOutput.bytesField(header.name().length) + ProtoOutput.bytesField(header.value().length);
    }

    private static void write(AppendRecord record, ProtoOutput out) {
        out.lengthOf(1, recordBytes(record));
        Long timestamp = record.timestamp();
        if (timestamp != null) {
            out.number(1, timestamp);
        }
        List<Header> headers = record.headers();
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            out.lengthOf(2, headerBytes(header));
            out.bytes(1, header.name());
            out.bytes(2, header.value());
        }
        if (record.body().length > 0) {
            out.bytes(3, record.body());
        }
    }
}
