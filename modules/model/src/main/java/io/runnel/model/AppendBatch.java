package io.runnel.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid batch of 1 to 1000 records, not yet placed in a stream. Records are kept as the bytes they will be read as
 * (headers and body of {@code SequencedRecord}, contract 11), one array for the whole batch: {@link #sequence} only has
 * to put number and timestamp before each. Large bodies are left where they came in until then.
 */
public final class AppendBatch {
    /** A body as long as this is not copied by the {@link Builder}: its array must not change after that. */
    public static final int LARGE_BODY_BYTES = 16 << 10;

    private static final byte[] FENCE = Utf8.bytes("fence");
    private static final byte[] TRIM = Utf8.bytes("trim");
    private static final byte[] NOTHING = {};
    private static final ByteBuffer NO_BODY = ByteBuffer.wrap(NOTHING);

    private final byte[] data;
    private final int[] ends;
    private final @Nullable ByteBuffer @Nullable [] largeBodies;
    private final long[] timestamps;
    private final BitSet timestampGiven;
    private final int meteredBytes;
    private final List<Command> commands;

    /**
     * @param largeBodies what follows each record's part of {@code data}, null where nothing does; null if nothing does anywhere
     */
    private AppendBatch(
            byte[] data,
            int[] ends,
            @Nullable ByteBuffer @Nullable [] largeBodies,
            long[] timestamps,
            BitSet timestampGiven,
            int meteredBytes,
            List<Command> commands) {
        this.data = data;
        this.ends = ends;
        this.largeBodies = largeBodies;
        this.timestamps = timestamps;
        this.timestampGiven = timestampGiven;
        this.meteredBytes = meteredBytes;
        this.commands = commands;
    }

    /**
     * What a batch is made of, to be taken to another node and put together again there. Not a format to be stored.
     *
     * @param data headers and bodies of the records; what follows the last of them means nothing
     * @param ends where in {@code data} each record ends
     * @param timestamps of the records that were given one, zero for the others
     * @param timestampGiven a bit for each record, as {@link BitSet#toLongArray} has them
     */
    @SuppressWarnings("ArrayRecordComponent") // a view: its identity is never asked for
    public record Parts(
            byte[] data,
            int[] ends,
            long[] timestamps,
            long[] timestampGiven,
            int meteredBytes,
            List<Command> commands) {}

    /** The parts of this batch; the arrays are shared with it and must not be changed. */
    public Parts parts() {
        byte[] whole = data;
        int[] wholeEnds = ends;
        if (largeBodies != null) {
            wholeEnds = new int[ends.length];
            for (int i = 0, end = 0; i < ends.length; i++) {
                end += tailLength(i);
                wholeEnds[i] = end;
            }
            whole = new byte[wholeEnds[ends.length - 1]];
            for (int i = 0, at = 0; i < ends.length; i++) {
                at = putTail(i, whole, at);
            }
        }
        return new Parts(whole, wholeEnds, timestamps, timestampGiven.toLongArray(), meteredBytes, commands);
    }

    /** Headers and body of a record. */
    private int tailLength(int i) {
        return ends[i] - (i == 0 ? 0 : ends[i - 1]) + largeBody(i).remaining();
    }

    private int putTail(int i, byte[] to, int at) {
        int start = i == 0 ? 0 : ends[i - 1];
        System.arraycopy(data, start, to, at, ends[i] - start);
        int end = at + ends[i] - start;
        ByteBuffer body = largeBody(i);
        body.get(body.position(), to, end, body.remaining());
        return end + body.remaining();
    }

    private ByteBuffer largeBody(int i) {
        ByteBuffer body = largeBodies == null ? null : largeBodies[i];
        return body == null ? NO_BODY : body;
    }

    /**
     * Puts a batch together from the parts of another one, which are trusted to hold what they should.
     *
     * @throws IllegalArgumentException if they do not even fit each other
     */
    public static AppendBatch of(Parts parts) {
        int[] ends = parts.ends();
        int end = 0;
        for (int each : ends) {
            if (each < end || each > parts.data().length) {
                throw new IllegalArgumentException("a record cannot end at " + each + " of " + parts.data().length
                        + " bytes after one that ends at " + end);
            }
            end = each;
        }
        if (ends.length == 0 || ends.length > Limits.MAX_BATCH_RECORDS || ends.length != parts.timestamps().length) {
            throw new IllegalArgumentException(
                    "no batch: " + ends.length + " records, " + parts.timestamps().length + " timestamps");
        }
        return new AppendBatch(
                parts.data(),
                ends,
                null,
                parts.timestamps(),
                BitSet.valueOf(parts.timestampGiven()),
                parts.meteredBytes(),
                List.copyOf(parts.commands()));
    }

    /** The number of records, 1 to 1000. */
    public int count() {
        return ends.length;
    }

    /** The metered size of the batch (contract 6.1), up to 1 MiB. */
    public int meteredBytes() {
        return meteredBytes;
    }

    /** The commands among the records, in order. */
    public List<Command> commands() {
        return commands;
    }

    /**
     * Gives every record its sequence number and timestamp (contract 6.7).
     *
     * @param firstSeqNum of the first record
     * @param previousTimestamp of the last record before the batch, 0 if there is none
     * @param now milliseconds since the epoch, read once for the batch
     * @return the batch as it is stored, or the refusal of a batch that lacks a required timestamp
     */
    public Outcome<StoredBatch> sequence(
            long firstSeqNum, long previousTimestamp, TimestampingMode mode, boolean uncapped, long now) {
        int count = ends.length;
        if (mode == TimestampingMode.CLIENT_REQUIRE && timestampGiven.cardinality() != count) {
            return Outcome.refused(StreamError.invalid("record timestamp was required but was missing"));
        }
        long[] assigned = new long[count];
        long previous = previousTimestamp;
        int size = 0;
        for (int i = 0; i < count; i++) {
            long candidate = mode != TimestampingMode.ARRIVAL && timestampGiven.get(i) ? timestamps[i] : now;
            if (!uncapped && Long.compareUnsigned(candidate, now) > 0) {
                candidate = now;
            }
            if (Long.compareUnsigned(candidate, previous) > 0) {
                previous = candidate;
            }
            assigned[i] = previous;
            int length = tailLength(i) + Protobuf.fieldSize(firstSeqNum + i) + Protobuf.fieldSize(previous);
            size += 1 + Protobuf.varintSize(length) + length;
        }
        byte[] records = new byte[size];
        int at = 0;
        for (int i = 0; i < count; i++) {
            records[at++] = Protobuf.RECORD;
            int length = tailLength(i) + Protobuf.fieldSize(firstSeqNum + i) + Protobuf.fieldSize(assigned[i]);
            at = Protobuf.putVarint(records, at, length);
            at = Protobuf.putField(records, at, Protobuf.SEQ_NUM, firstSeqNum + i);
            at = Protobuf.putField(records, at, Protobuf.TIMESTAMP, assigned[i]);
            at = putTail(i, records, at);
        }
        return Outcome.done(
                new StoredBatch(firstSeqNum, count, assigned[0], assigned[count - 1], meteredBytes, records));
    }

    /**
     * Builds a batch record by record and remembers the first thing that is wrong with it (contract 6.2 to 6.4). Not
     * thread-safe; used once.
     */
    public static final class Builder {
        private final int expectedSize;
        private byte[] data;
        private int size;
        private int[] ends = new int[16];
        private @Nullable ByteBuffer @Nullable [] largeBodies;
        private long[] timestamps = new long[16];
        private final BitSet timestampGiven = new BitSet();
        private int count;
        private long meteredBytes;
        private final List<Command> commands = new ArrayList<>(0);
        private @Nullable StreamError error;

        // The record being built.
        private int headers;
        private boolean emptyName;
        private long recordMetered = 8;
        private byte[] onlyValue = NOTHING;
        private byte[] body = NOTHING;
        private int bodyAt;
        private int bodyLength;

        /** @param sizeHint about how many bytes of headers and bodies are to come */
        public Builder(int sizeHint) {
            expectedSize = sizeHint + sizeHint / 16;
            // Perhaps most of it is large bodies.
            data = new byte[sizeHint < LARGE_BODY_BYTES ? Math.max(64, expectedSize) : 256];
        }

        /** Gives the record being built a timestamp; the last one given counts. */
        public Builder timestamp(long timestamp) {
            reserveRecord();
            timestamps[count] = timestamp;
            timestampGiven.set(count);
            return this;
        }

        /** Adds a header to the record being built; the bytes are copied. */
        public Builder header(byte[] name, int nameAt, int nameLength, byte[] value, int valueAt, int valueLength) {
            headers++;
            if (nameLength == 0) {
                emptyName = true;
                if (headers == 1 && valueLength <= FENCE.length) {
                    onlyValue = Arrays.copyOfRange(value, valueAt, valueAt + valueLength);
                }
            }
            recordMetered += 2L + nameLength + valueLength;
            int length = bytesSize(nameLength) + bytesSize(valueLength);
            reserve(1 + Protobuf.varintSize(length) + length);
            data[size++] = Protobuf.HEADER;
            size = Protobuf.putVarint(data, size, length);
            putBytes(Protobuf.NAME, name, nameAt, nameLength);
            putBytes(Protobuf.VALUE, value, valueAt, valueLength);
            return this;
        }

        public Builder header(byte[] name, byte[] value) {
            return header(name, 0, name.length, value, 0, value.length);
        }

        /**
         * Gives the record being built a body, read at {@link #endRecord}, or kept if it is large ({@link #LARGE_BODY_BYTES}); the
         * last one given counts.
         */
        public Builder body(byte[] bytes, int at, int length) {
            body = bytes;
            bodyAt = at;
            bodyLength = length;
            return this;
        }

        public Builder body(byte[] bytes) {
            return body(bytes, 0, bytes.length);
        }

        /** Ends the record being built and begins the next one. */
        public Builder endRecord() {
            reserveRecord();
            recordMetered += bodyLength;
            if (error == null) {
                error = checkRecord();
            }
            if (bodyLength >= LARGE_BODY_BYTES) {
                keepBody();
            } else if (bodyLength > 0) {
                reserve(bytesSize(bodyLength));
                putBytes(Protobuf.BODY, body, bodyAt, bodyLength);
            }
            meteredBytes += recordMetered;
            ends[count++] = size;
            headers = 0;
            emptyName = false;
            recordMetered = 8;
            onlyValue = NOTHING;
            bodyLength = 0;
            return this;
        }

        /** Remembers a defect that only the caller can see, such as bad Base64, unless an earlier one is known. */
        public Builder defect(String message) {
            if (error == null) {
                error = StreamError.invalid(message);
            }
            return this;
        }

        /** The batch, or {@code 422} with the first defect: of a record, then of the batch as a whole. */
        public Outcome<AppendBatch> build() {
            if (error == null) {
                error = checkBatch();
            }
            if (error != null) {
                return Outcome.refused(error);
            }
            // Some room at the end costs less than a copy; the batch does not live for long.
            boolean roomy = size < data.length / 2;
            return Outcome.done(new AppendBatch(
                    roomy ? Arrays.copyOf(data, size) : data,
                    Arrays.copyOf(ends, count),
                    largeBodies == null ? null : Arrays.copyOf(largeBodies, count),
                    Arrays.copyOf(timestamps, count),
                    timestampGiven,
                    (int) meteredBytes,
                    List.copyOf(commands)));
        }

        private @Nullable StreamError checkRecord() {
            if (emptyName) {
                if (headers > 1) {
                    return StreamError.invalid("invalid header: empty name");
                }
                StreamError defect = command();
                if (defect != null) {
                    return defect;
                }
            }
            return recordMetered > Limits.MAX_BATCH_METERED_BYTES
                    ? StreamError.invalid(
                            "record must have metered size less than 1 MiB, got " + recordMetered + " bytes")
                    : null;
        }

        private @Nullable StreamError command() {
            if (Arrays.equals(onlyValue, FENCE)) {
                if (bodyLength > FencingToken.MAX_BYTES) {
                    return StreamError.invalid("fencing token must not exceed " + FencingToken.MAX_BYTES
                            + " bytes in length, got " + bodyLength);
                }
                try {
                    String token = StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body, bodyAt, bodyLength))
                            .toString();
                    commands.add(new Command.Fence(count, new FencingToken(token)));
                    return null;
                } catch (CharacterCodingException e) {
                    return StreamError.invalid("fencing token must be valid UTF-8");
                }
            }
            if (Arrays.equals(onlyValue, TRIM)) {
                if (bodyLength != Long.BYTES) {
                    return StreamError.invalid("trim point must be 8 bytes, got " + bodyLength);
                }
                commands.add(new Command.Trim(
                        count, ByteBuffer.wrap(body, bodyAt, bodyLength).getLong()));
                return null;
            }
            return StreamError.invalid("unknown command");
        }

        private @Nullable StreamError checkBatch() {
            if (count == 0) {
                return StreamError.invalid("record batch must not be empty");
            }
            if (count > Limits.MAX_BATCH_RECORDS) {
                return StreamError.invalid(
                        "record batch must not exceed " + Limits.MAX_BATCH_RECORDS + " records, got " + count);
            }
            return meteredBytes > Limits.MAX_BATCH_METERED_BYTES
                    ? StreamError.invalid(
                            "record batch must not exceed a metered size of 1 MiB, got " + meteredBytes + " bytes")
                    : null;
        }

        private static int bytesSize(int length) {
            return length == 0 ? 0 : 1 + Protobuf.varintSize(length) + length;
        }

        private void keepBody() {
            reserve(1 + Protobuf.varintSize(bodyLength));
            data[size++] = Protobuf.BODY;
            size = Protobuf.putVarint(data, size, bodyLength);
            if (largeBodies == null) {
                largeBodies = new ByteBuffer[ends.length];
            }
            largeBodies[count] = ByteBuffer.wrap(body, bodyAt, bodyLength);
        }

        private void putBytes(byte tag, byte[] from, int at, int length) {
            if (length > 0) {
                data[size++] = tag;
                size = Protobuf.putVarint(data, size, length);
                System.arraycopy(from, at, data, size, length);
                size += length;
            }
        }

        private void reserve(int more) {
            if (size + more > data.length) {
                int most = largeBodies == null ? expectedSize : 0;
                data = Arrays.copyOf(data, Math.max(size + more, Math.max(most, data.length + (data.length >> 1))));
            }
        }

        private void reserveRecord() {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                timestamps = Arrays.copyOf(timestamps, count * 2);
                largeBodies = largeBodies == null ? null : Arrays.copyOf(largeBodies, count * 2);
            }
        }
    }
}
