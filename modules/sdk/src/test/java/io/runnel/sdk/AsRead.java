package io.runnel.sdk;

import java.io.ByteArrayOutputStream;

/** Records as a server would send them. */
final class AsRead {
    private AsRead() {}

    static SequencedRecord record(long seqNum, AppendRecord appended) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1 << 3);
        varint(message, seqNum);
        for (Header header : appended.headers()) {
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            bytes(fields, 1, header.name());
            bytes(fields, 2, header.value());
            bytes(message, 3, fields.toByteArray());
        }
        bytes(message, 4, appended.body());
        byte[] all = message.toByteArray();
        return new SequencedRecord(all, new ProtoInput(all, 0, all.length), all.length);
    }

    private static void bytes(ByteArrayOutputStream to, int field, byte[] value) {
        to.write(field << 3 | 2);
        varint(to, value.length);
        to.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream to, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        to.write((int) rest);
    }
}
