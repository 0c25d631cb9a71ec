package io.runnel.wire;

/** Reads the protobuf encoding by the letter (contract 1.9): what is not well-formed is a {@link Defect}. */
final class ProtoReader {
    private static final int MAX_GROUP_DEPTH = 100;

    private final byte[] bytes;
    private int at;
    private int limit;

    ProtoReader(byte[] bytes, int from, int until) {
        this.bytes = bytes;
        this.at = from;
        this.limit = until;
    }

    /** Why the bytes are no protobuf message of the expected kind. */
    static final class Defect extends Exception {
        Defect(String message) {
            super(message, null, false, false);
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    boolean hasMore() {
        return at < limit;
    }

    /** Ends the message being read at {@code until}; returns where the one around it ends. */
    int limit(int until) {
        int outer = limit;
        limit = until;
        return outer;
    }

    void skipTo(int position) {
        at = position;
    }

    /** Field number and wire type. */
    int tag() throws Defect {
        long tag = varint();
        if (tag >>> 3 == 0 || tag >>> 3 > (1 << 29) - 1) {
            throw new Defect("invalid field number " + Long.toUnsignedString(tag >>> 3));
        }
        return (int) tag;
    }

    void expect(int tag, int wireType) throws Defect {
        if ((tag & 7) != wireType) {
            throw new Defect("field " + (tag >>> 3) + " has wire type " + (tag & 7) + ", expected " + wireType);
        }
    }

    long varint() throws Defect {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= limit) {
                throw new Defect("truncated varint");
            }
            byte b = bytes[at++];
            if (shift == 63 && (b & 0xFF) > 1) {
                throw new Defect("varint beyond 64 bits");
            }
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new Defect("varint beyond 64 bits");
    }

    /** Reads a length; returns where the value ends that begins here. */
    int lengthEnd() throws Defect {
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw new Defect("a value of " + Long.toUnsignedString(length) + " bytes does not fit the " + (limit - at)
                    + " that are left");
        }
        return at + (int) length;
    }

    /** Steps over an unknown field. */
    void skip(int tag) throws Defect {
        skip(tag, 0);
    }

    private void skip(int tag, int depth) throws Defect {
        switch (tag & 7) {
            case 0 -> varint();
            case 1 -> forward(8);
            case 2 -> at = lengthEnd();
            case 3 -> {
                if (depth >= MAX_GROUP_DEPTH) {
                    throw new Defect("groups nested more than " + MAX_GROUP_DEPTH + " deep");
                }
                while (true) {
                    int inner = tag();
                    if ((inner & 7) == 4) {
                        if (inner >>> 3 != tag >>> 3) {
                            throw new Defect("group " + (tag >>> 3) + " ends as group " + (inner >>> 3));
                        }
                        return;
                    }
                    skip(inner, depth + 1);
                }
            }
            case 5 -> forward(4);
            default -> throw new Defect("field " + (tag >>> 3) + " has invalid wire type " + (tag & 7));
        }
    }

    private void forward(int count) throws Defect {
        if (count > limit - at) {
            throw new Defect("truncated value");
        }
        at += count;
    }
}
