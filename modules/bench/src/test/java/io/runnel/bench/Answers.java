package io.runnel.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What a server would send. */
final class Answers {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A frame of a read with records that were sent in one batch, numbered from {@code first}. */
    Answers batch(BatchTemplate template, long first, int count) {
        return frame(records(template, first, first, count));
    }

    /** Records numbered from {@code seqNum} whose bodies say that they are those from {@code index} on. */
    static byte[] records(BatchTemplate template, long seqNum, long index, int count) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        ByteBuffer sent = template.stamped(index, count, 42);
        int stride = sent.remaining() / count;
        int bodyBytes = template.recordBytes() - BatchTemplate.METERED_OVERHEAD;
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[bodyBytes];
            sent.get((i + 1) * stride - bodyBytes, body);
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            number(record, 1, seqNum + i);
            number(record, 2, 1_755_768_600_000L);
            bytes(record, 4, body);
            bytes(message, 1, record.toByteArray());
        }
        return message.toByteArray();
    }

    Answers ack(long start, long end) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        bytes(message, 1, position(start));
        bytes(message, 2, position(end));
        bytes(message, 3, position(end));
        return frame(message.toByteArray());
    }

    Answers heartbeat(long tail) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        bytes(message, 2, position(tail));
        return frame(message.toByteArray());
    }

    Answers frame(byte[] message) {
        return raw((message.length + 1) >>> 16, (message.length + 1) >>> 8, message.length + 1, 0)
                .raw(message);
    }

    Answers raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Answers raw(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    /** As it arrives in spans of this length. */
    Frames frames(int span) {
        return new Frames(new BodyInput(new Cut(bytes.toByteArray(), span)));
    }

    private static byte[] position(long seqNum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 1, seqNum);
        number(out, 2, 1_755_768_600_000L);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        if (value != 0) {
            out.write(field << 3);
            varint(out, value);
        }
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        out.write((field << 3) | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            out.write((int) (rest & 0x7F) | 0x80);
        }
        out.write((int) rest);
    }
}
