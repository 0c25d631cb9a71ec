package io.runnel.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads back what small appends have left: every record once, in order, with its body. */
final class SmallCheck {
    private static final int RECORDS = 0x0A;
    private static final int SEQ_NUM = 0x08;
    private static final int BODY = 0x22;

    private final BodyInput in;
    private final Frames frames;
    private final ByteBuffer filler;
    private long next;

    private SmallCheck(Frames frames, int bodyBytes) {
        this.frames = frames;
        this.in = frames.body();
        byte[] bytes = SmallConnection.filler(bodyBytes).getBytes(StandardCharsets.US_ASCII);
        this.filler = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    /** @throws BrokenAnswerException unless the stream holds exactly these records */
    static void check(Client client, String stream, long records, int bodyBytes) throws IOException {
        try (Exchange exchange = client.read(stream, "seq_num=0&wait=0&count=" + (records + 1))) {
            SmallCheck check = new SmallCheck(exchange.answer(), bodyBytes);
            while (check.frames.next() >= 0) {
                check.batch();
            }
            if (check.next != records) {
                throw new BrokenAnswerException(stream + " has " + check.next + " records instead of " + records);
            }
        }
    }

    private void batch() throws IOException {
        while (frames.hasMore()) {
            long tag = in.varint();
            long length = in.varint();
            if (tag == RECORDS) {
                record(in.position() + length);
            } else {
                in.skip(length);
            }
        }
    }

    private void record(long end) throws IOException {
        long seqNum = 0;
        while (in.position() < end) {
            long tag = in.varint();
            long value = in.varint();
            if (tag == SEQ_NUM) {
                seqNum = value;
            } else if (tag == BODY) {
                String number = in.text(16);
                if (!number.equals(SmallConnection.number(next)) || !in.matches(filler, 0, (int) value - 16)) {
                    throw new BrokenAnswerException("record " + next + " has the body of another: " + number);
                }
            } else if ((tag & 7) == 2) {
                in.skip(value);
            }
        }
        if (seqNum != next++) {
            throw new BrokenAnswerException("record " + (next - 1) + " came as number " + seqNum);
        }
    }
}
