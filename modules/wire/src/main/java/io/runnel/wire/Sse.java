package io.runnel.wire;

import io.runnel.model.ErrorCode;
import io.runnel.model.Position;
import io.runnel.model.ReadRequest;
import io.runnel.model.ReadStart;
import io.runnel.model.RecordSlice;
import io.runnel.model.StreamError;
import io.runnel.model.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of a read session (contract 7.8, 15.7). Counts what it delivers for the event ids, so one instance
 * serves one response, on one thread.
 */
public final class Sse {
    private static final byte[] DONE = Utf8.bytes("data: [DONE]\n\n");

    private long count;
    private long bytes;
    private final RecordFormat format;

    /** @param resumed where the client left off, or null */
    public Sse(RecordFormat format, @Nullable LastEventId resumed) {
        this.format = format;
        if (resumed != null) {
            count = resumed.count();
            bytes = resumed.bytes();
        }
    }

    /** The header {@code last-event-id}; all numbers are unsigned. */
    public record LastEventId(long seqNum, long count, long bytes) {
        public static LastEventId parse(String header) throws BadRequestException {
            String[] parts = header.split(",", -1);
            Long[] numbers = new Long[3];
            for (int i = 0; i < 3; i++) {
                numbers[i] = parts.length == 3 ? UnsignedText.parse(parts[i]) : null;
                if (numbers[i] == null) {
                    throw new BadRequestException(
                            ErrorCode.BAD_HEADER,
                            "Invalid header `last-event-id`: expected seq_num,count,bytes, got " + header);
                }
            }
            return new LastEventId(numbers[0], numbers[1], numbers[2]);
        }

        /** The read that goes on where this one left off. */
        public ReadRequest resume(ReadRequest original) {
            return new ReadRequest(
                    new ReadStart.SeqNum(seqNum == -1 ? -1 : seqNum + 1),
                    original.clamp(),
                    less(original.count(), count),
                    less(original.bytes(), bytes),
                    original.until(),
                    original.waitSecs());
        }

        private static @Nullable Long less(@Nullable Long bound, long used) {
            if (bound == null) {
                return null;
            }
            return Long.compareUnsigned(bound, used) > 0 ? bound - used : 0;
        }
    }

    public byte[] batch(List<RecordSlice> slices, @Nullable Position tail) {
        long last = 0;
        for (RecordSlice slice : slices) {
            count = saturatingAdd(count, slice.count());
            bytes = saturatingAdd(bytes, slice.meteredBytes());
            last = slice.nextSeqNum() - 1;
        }
        String id =
                Long.toUnsignedString(last) + "," + Long.toUnsignedString(count) + "," + Long.toUnsignedString(bytes);
        return event("event: batch\nid: " + id + "\ndata: ", ResponseJson.readBatch(slices, tail, format));
    }

    public byte[] ping(long nowMillis, Position tail) {
        return event("event: ping\ndata: ", ResponseJson.ping(nowMillis, tail));
    }

    /** The last event of a session that is cut off. */
    public byte[] error(StreamError error) {
        return event("event: error\ndata: ", ResponseJson.error(error));
    }

    /** The last event of a session that is complete. */
    public byte[] done() {
        return DONE.clone();
    }

    private static byte[] event(String head, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + data.length + 2);
        out.writeBytes(Utf8.bytes(head));
        out.writeBytes(data);
        out.write('\n');
        out.write('\n');
        return out.toByteArray();
    }

    private static long saturatingAdd(long left, long right) {
        long sum = left + right;
        return Long.compareUnsigned(sum, left) < 0 ? -1 : sum;
    }
}
