package io.runnel.sdk;

/** Reads the protobuf encoding of answers. What is not well-formed is a {@link ProtocolException}. */
final class ProtoInput {
    static final int VARINT = 0;
    static final int BYTES = 2;

    private final byte[] bytes;
    private int at;
    private int limit;

    ProtoInput(byte[] bytes, int from, int until) {
        this.bytes = bytes;
        this.at = from;
        this.limit = until;
    }

    int at() {
        return at;
    }

    boolean hasMore() {
        return at < limit;
    }

    void skipTo(int position) {
        at = position;
    }

    /** Goes on inside a part that ends at {@code until}; returns where the one around it ends. */
    int limit(int until) {
        int outer = limit;
        limit = until;
        return outer;
    }

    int tag() {
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw defect("a field has an invalid number");
        }
        return (int) tag;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= limit) {
                throw defect("a number is cut off");
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw defect("a number is longer than 64 bits");
    }

    /** Reads a length; returns where the value ends that begins here. */
    int lengthEnd() {
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw defect("a value is cut off");
        }
        return at + (int) length;
    }

    void skip(int tag) {
        switch (tag & 7) {
            case VARINT -> varint();
            case 1 -> forward(8);
            case BYTES -> at = lengthEnd();
            case 5 -> forward(4);
            default -> throw defect("field " + (tag >>> 3) + " has an unknown type");
        }
    }

    Position position() {
        int outer = limit(lengthEnd());
        long seqNum = 0;
        long timestamp = 0;
        while (hasMore()) {
            int tag = tag();
            switch (tag) {
                case 1 << 3 -> seqNum = varint();
                case 2 << 3 -> timestamp = varint();
                default -> skip(tag);
            }
        }
        limit(outer);
        return new Position(seqNum, timestamp);
    }

    static AppendAck appendAck(byte[] bytes, int from, int until) {
        ProtoInput in = new ProtoInput(bytes, from, until);
        Position[] parts = new Position[3];
        while (in.hasMore()) {
            int tag = in.tag();
            if ((tag & 7) == BYTES && tag >>> 3 <= 3) {
                parts[(tag >>> 3) - 1] = in.position();
            } else {
                in.skip(tag);
            }
        }
        if (parts[0] == null || parts[1] == null || parts[2] == null) {
            throw defect("an acknowledgement lacks a position");
        }
        return new AppendAck(parts[0], parts[1], parts[2]);
    }

    private void forward(int count) {
        if (count > limit - at) {
            throw defect("a value is cut off");
        }
        at += count;
    }

    private static ProtocolException defect(String message) {
        return new ProtocolException("the server's message cannot be decoded: " + message);
    }
}
