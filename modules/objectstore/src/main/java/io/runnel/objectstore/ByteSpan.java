package io.runnel.objectstore;

/** The part {@code [from, until)} of an object, cut to what there is of it. */
record ByteSpan(long from, long until) {
    /** @param offset negative counts from the end, as in {@link ObjectStore#get(String, long, int)} */
    static ByteSpan of(long offset, int length, long size) {
        if (length < 0) {
            throw new IllegalArgumentException("a length must not be negative, was " + length);
        }
        long from = Math.max(0, Math.min(size, offset < 0 ? size + offset : offset));
        return new ByteSpan(from, Math.min(size, from + length));
    }

    int length() {
        return Math.toIntExact(until - from);
    }
}
