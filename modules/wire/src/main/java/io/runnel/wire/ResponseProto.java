package io.runnel.wire;

import io.runnel.model.AppendAck;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protobuf bodies of answers (contract 11). Records are stored in this encoding already and need only be joined. */
public final class ResponseProto {
    private static final byte[] EMPTY = new byte[0];

    private ResponseProto() {}

    /** An {@code AppendAck}; its three positions are always there. */
    public static byte[] appendAck(AppendAck ack) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        position(out, 1, ack.start());
        position(out, 2, ack.end());
        position(out, 3, ack.tail());
        return out.toByteArray();
    }

    /** What follows the records of a {@code ReadBatch}: its tail, or nothing. */
    public static byte[] tail(@Nullable Position tail) {
        if (tail == null) {
            return EMPTY;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(24);
        position(out, 2, tail);
        return out.toByteArray();
    }

    /** A whole {@code ReadBatch} in one array. */
    public static byte[] readBatch(List<RecordSlice> slices, @Nullable Position tail) {
        byte[] end = tail(tail);
        int size = end.length;
        for (RecordSlice slice : slices) {
            size += slice.length();
        }
        byte[] batch = new byte[size];
        int at = 0;
        for (RecordSlice slice : slices) {
            System.arraycopy(slice.array(), slice.offset(), batch, at, slice.length());
            at += slice.length();
        }
        System.arraycopy(end, 0, batch, at, end.length);
        return batch;
    }

    private static void position(ByteArrayOutputStream out, int field, Position position) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream(20);
        number(inner, 1, position.seqNum());
        number(inner, 2, position.timestamp());
        out.write(field << 3 | 2);
        out.write(inner.size());
        out.writeBytes(inner.toByteArray());
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        if (value == 0) {
            return;
        }
        out.write(field << 3);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
