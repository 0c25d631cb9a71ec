package io.runnel.bench;

import java.io.IOException;

/** Takes {@code ReadBatch} messages apart (contract 11) and checks that every record is there, once, in order and whole. */
final class RecordReader {
    private static final int RECORDS = 0x0A;
    private static final int SEQ_NUM = 0x08;
    private static final int BODY = 0x22;

    private final Frames frames;
    private final BatchTemplate.Reference reference;
    private long next;
    private long lastSentNanos;

    /** @param first the number of the first record to come */
    RecordReader(Frames frames, BatchTemplate.Reference reference, long first) {
        this.frames = frames;
        this.reference = reference;
        this.next = first;
    }

    /**
     * Reads one frame.
     *
     * @return how many records it had, 0 for a heartbeat; -1 at the end
     * @throws BrokenAnswerException if something is wrong with one
     */
    int readFrame() throws IOException {
        if (frames.next() < 0) {
            return -1;
        }
        long before = next;
        BodyInput in = frames.body();
        while (frames.hasMore()) {
            long tag = in.varint();
            if (tag == RECORDS) {
                record(in, in.varint());
            } else {
                skipField(in, tag);
            }
        }
        return (int) (next - before);
    }

    /** The number of the record to come. */
    long next() {
        return next;
    }

    /** When the last record was sent. */
    long lastSentNanos() {
        return lastSentNanos;
    }

    private void record(BodyInput in, long length) throws IOException {
        long end = in.position() + length;
        long seqNum = 0;
        boolean body = false;
        while (in.position() < end) {
            long tag = in.varint();
            if (tag == SEQ_NUM) {
                seqNum = in.varint();
            } else if (tag == BODY) {
                lastSentNanos = reference.check(in, next, in.varint());
                body = true;
            } else {
                skipField(in, tag);
            }
        }
        if (seqNum != next || !body) {
            throw new BrokenAnswerException("record " + next + " came as number " + seqNum + (body ? "" : ", empty"));
        }
        next++;
    }

    private static void skipField(BodyInput in, long tag) throws IOException {
        switch ((int) tag & 7) {
            case 0 -> in.varint();
            case 2 -> in.skip(in.varint());
            default -> throw new BrokenAnswerException("field " + (tag >>> 3) + " has wire type " + (tag & 7));
        }
    }
}
