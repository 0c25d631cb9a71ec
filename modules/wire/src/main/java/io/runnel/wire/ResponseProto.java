package io.runnel.wire;

import io.runnel.model.AppendAck;
import io.runnel.model.Position;
import io.runnel.model.RecordSlice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protobuf bodies of answers (contract 11). Records are stored in this encoding already and need only be joined. */
public final class ResponseProto {
    private static final byte[] NOTHING = {};

    private ResponseProto() {}

    /** An {@code AppendAck}; its three positions are always there. */
    public static byte[] appendAck(AppendAck ack) {
        byte[] bytes = new byte[ProtoWriter.MAX_ACK_BYTES];
        return Arrays.copyOf(bytes, ProtoWriter.appendAck(bytes, 0, ack));
    }

    /** What follows the records of a {@code ReadBatch}: its tail, or nothing. */
    public static byte[] tail(@Nullable Position tail) {
        if (tail == null) {
            return NOTHING;
        }
        byte[] bytes = new byte[ProtoWriter.MAX_POSITION_BYTES];
        return Arrays.copyOf(bytes, ProtoWriter.position(bytes, 0, 2, tail));
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
}
