package io.runnel.sdk;

import java.io.ByteArrayOutputStream;

/** Makes records as if they had been read. */
public final class SequencedRecords {
    private SequencedRecords() {}

    /** A record with this number, timestamp, and the headers and body of the other. */
    public static SequencedRecord of(long seqNum, long timestamp, AppendRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, 1 << 3);
        varint(out, seqNum);
        varint(out, 2 << 3);
        varint(out, timestamp);
        for (Header each : record.headers()) {
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            bytes(header, 1, each.name());
            bytes(header, 2, each.value());
            bytes(out, 3, header.toByteArray());
        }
        bytes(out, 4, record.body());
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        bytes(batch, 1, out.toByteArray());
        return ReadBatch.decode(batch.toByteArray(), 0, batch.size()).records().get(0);
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        varint(out, field << 3 | 2);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
