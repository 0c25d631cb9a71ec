package io.runnel.wire;

import io.runnel.model.AppendAck;
import io.runnel.model.Position;

/** Writes the few small messages of answers (contract 11) into an array. Callers make sure of the room. */
final class ProtoWriter {
    /** A {@code StreamPosition} field with its tag and length, at most. */
    static final int MAX_POSITION_BYTES = 2 + 2 * 11;

    static final int MAX_ACK_BYTES = 3 * MAX_POSITION_BYTES;

    private ProtoWriter() {}

    /** An {@code AppendAck}; its three positions are always there. Returns where it ends. */
    static int appendAck(byte[] to, int at, AppendAck ack) {
        int end = position(to, at, 1, ack.start());
        end = position(to, end, 2, ack.end());
        return position(to, end, 3, ack.tail());
    }

    /** A {@code StreamPosition} as a field, present even if both its members are zero. Returns where it ends. */
    static int position(byte[] to, int at, int field, Position position) {
        to[at] = (byte) (field << 3 | 2);
        int end = number(to, at + 2, 1, position.seqNum());
        end = number(to, end, 2, position.timestamp());
        to[at + 1] = (byte) (end - at - 2);
        return end;
    }

    private static int number(byte[] to, int at, int field, long value) {
        if (value == 0) {
            return at;
        }
        to[at++] = (byte) (field << 3);
        while ((value & ~0x7FL) != 0) {
            to[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        to[at++] = (byte) value;
        return at;
    }
}
