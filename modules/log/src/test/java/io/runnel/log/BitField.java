package io.runnel.log;

/** Some bits of a state that is a {@code long}. */
record BitField(int from, int bits) {
    int of(long state) {
        return (int) (state >>> from) & ((1 << bits) - 1);
    }

    boolean in(long state) {
        return of(state) != 0;
    }

    long set(long state, int value) {
        return (state & ~(((1L << bits) - 1) << from)) | ((long) value << from);
    }

    /** Fields of as many bits each, one after the other. */
    static BitField[] several(int from, int bits, int count) {
        BitField[] fields = new BitField[count];
        for (int i = 0; i < count; i++) {
            fields[i] = new BitField(from + i * bits, bits);
        }
        return fields;
    }

    long set(long state) {
        return set(state, 1);
    }
}
