package io.runnel.storetools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Payloads as {@code docs/formats.md} says. */
final class Payload {
    private Payload() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Records {@code [firstSeq, firstSeq + count)}, the timestamp of each ten times its number. */
    static byte[] records(long firstSeq, int count, String body) {
        return bytes(out -> {
            for (long seq = firstSeq; seq < firstSeq + count; seq++) {
                byte[] record = record(seq, 10 * seq, body.getBytes(UTF_8));
                out.write(1 << 3 | 2);
                varint(out, record.length);
                out.write(record);
            }
        });
    }

    static byte[] record(long seq, long timestamp, byte[] body) {
        return bytes(out -> {
            if (seq != 0) {
                out.write(1 << 3);
                varint(out, seq);
            }
            if (timestamp != 0) {
                out.write(2 << 3);
                varint(out, timestamp);
            }
            if (seq % 3 == 1) {
                out.write(3 << 3 | 2);
                out.write(6);
                out.write(new byte[] {1 << 3 | 2, 1, 'n', 2 << 3 | 2, 1, 'v'});
            }
            if (body.length > 0) {
                out.write(4 << 3 | 2);
                varint(out, body.length);
                out.write(body);
            }
        });
    }

    static int metered(long firstSeq, int count, String body) {
        int metered = 0;
        for (long seq = firstSeq; seq < firstSeq + count; seq++) {
            metered += 8 + body.length() + (seq % 3 == 1 ? 4 : 0);
        }
        return metered;
    }

    /** One event of an actor that is no stream. */
    static byte[] event(String persistenceId, long sequenceNumber, String manifest, byte[] object) {
        return bytes(out -> {
            out.writeByte(1);
            text(out, persistenceId);
            out.writeInt(1);
            out.writeLong(sequenceNumber);
            out.writeLong(0);
            text(out, "writer");
            text(out, "");
            out.writeInt(0);
            object(out, manifest, object);
            out.writeByte(0);
        });
    }

    /** That a stream has been created; of which only the beginning matters here. */
    static byte[] streamCreated(String stream) {
        return bytes(out -> {
            out.writeByte(1);
            out.writeByte(5);
            text(out, stream);
            out.writeInt(0);
        });
    }

    static byte[] snapshot(String persistenceId, long sequenceNumber) {
        byte[] content = bytes(out -> {
            out.writeInt(0x524E5353);
            out.writeByte(1);
            text(out, persistenceId);
            out.writeLong(sequenceNumber);
            out.writeLong(1234);
            object(out, "BS", snapshotOfBasin());
            out.writeByte(0);
        });
        return bytes(out -> {
            out.write(content);
            out.writeInt(FormatReader.crc(content, 0, content.length));
        });
    }

    private static byte[] snapshotOfBasin() {
        return bytes(out -> {
            out.writeByte(1);
            out.writeLong(7);
            out.writeInt(3);
            out.writeByte(0);
            out.writeInt(0);
        });
    }

    private static void object(DataOutputStream out, String manifest, byte[] object) throws IOException {
        out.writeInt(82001);
        text(out, manifest);
        out.writeInt(object.length);
        out.write(object);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void varint(DataOutputStream out, long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
