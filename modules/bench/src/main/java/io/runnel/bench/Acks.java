package io.runnel.bench;

import java.io.IOException;

/** Takes the acknowledgements of a session (contract 6.5) and checks that they follow one another without a gap. */
final class Acks {
    private static final int START = 0x0A;
    private static final int END = 0x12;
    private static final int SEQ_NUM = 0x08;

    private final Frames frames;
    private long next;

    Acks(Frames frames, long first) {
        this.frames = frames;
        this.next = first;
    }

    /**
     * Reads one acknowledgement.
     *
     * @return how many records it is for, or -1 at the end
     */
    int readAck() throws IOException {
        if (frames.next() < 0) {
            return -1;
        }
        BodyInput in = frames.body();
        long start = -1;
        long end = -1;
        while (frames.hasMore()) {
            int tag = in.read();
            long seqNum = position(in, in.varint());
            if (tag == START) {
                start = seqNum;
            } else if (tag == END) {
                end = seqNum;
            }
        }
        if (start != next || end <= start) {
            throw new BrokenAnswerException("records [" + start + ", " + end + ") were acknowledged after " + next);
        }
        next = end;
        return (int) (end - start);
    }

    private static long position(BodyInput in, long length) throws IOException {
        long end = in.position() + length;
        long seqNum = 0;
        while (in.position() < end) {
            int tag = in.read();
            long value = in.varint();
            if (tag == SEQ_NUM) {
                seqNum = value;
            }
        }
        return seqNum;
    }
}
