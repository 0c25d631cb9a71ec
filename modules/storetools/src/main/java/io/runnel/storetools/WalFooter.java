package io.runnel.storetools;

/**
 * The end of a slot's object or a segment.
 *
 * @param number of the slot or the segment
 */
record WalFooter(
        int kind,
        Id cluster,
        Id log,
        long number,
        Id writeId,
        long createdMicros,
        long latestRun,
        int entries,
        int bodyLength,
        int indexLength,
        int indexCrc) {
    static final int ENTRIES = 1;
    static final int SEAL = 2;
    static final int SEGMENT = 3;
    static final int HEADER = 8;
    static final int SIZE = 100;
    private static final int MAGIC = 0x524E574C; // RNWL
    private static final int VERSION = 1;

    int bodyEnd() {
        return HEADER + bodyLength;
    }

    /** @param size of the object, whose last bytes these are */
    static WalFooter read(byte[] tail, long size) {
        int at = tail.length - SIZE;
        if (at < 0) {
            throw new DamagedException("at least " + SIZE + " bytes", Long.toString(size));
        }
        FormatReader.requireCrc(
                new FormatReader(tail, tail.length - 4, tail.length).i32(), tail, at, SIZE - 4, "the footer");
        FormatReader in = new FormatReader(tail, at + 88, tail.length);
        int magic = in.i32();
        int version = in.u8();
        int kind = in.u8();
        int zeros = in.u16();
        SmallObjects.require(magic == MAGIC, "RNWL", Integer.toHexString(magic));
        SmallObjects.require(version == VERSION, "version " + VERSION + " of its format", version);
        SmallObjects.require(kind >= ENTRIES && kind <= SEGMENT, "kind 1 to 3", kind);
        SmallObjects.require(zeros == 0, "two zero bytes", zeros);
        in = new FormatReader(tail, at, tail.length);
        WalFooter footer = new WalFooter(
                kind, in.id(), in.id(), in.i64(), in.id(), in.i64(), in.i64(), in.i32(), in.i32(), in.i32(), in.i32());
        long wanted = (long) HEADER + footer.bodyLength + footer.indexLength + SIZE;
        SmallObjects.require(
                footer.bodyLength >= 0 && footer.indexLength >= 0 && footer.entries >= 0 && wanted == size,
                wanted + " bytes, as its footer says",
                size);
        if (kind != ENTRIES) {
            SmallObjects.require(footer.latestRun == 0, "no index run in a footer of this kind", footer.latestRun);
            SmallObjects.require(
                    footer.indexLength == 0 && footer.indexCrc == 0, "no index in this kind", footer.indexLength);
        }
        if (kind == SEAL) {
            SmallObjects.require(footer.entries == 0 && footer.bodyLength == 0, "no entries in a SEAL", footer.entries);
        }
        return footer;
    }

    /** What the first bytes of the object must be. */
    void requireHeader(byte[] object) {
        FormatReader in = new FormatReader(object, 0, HEADER);
        int magic = in.i32();
        int rest = in.i32();
        SmallObjects.require(
                magic == MAGIC && rest == (VERSION << 24 | kind << 16),
                "a header as the footer says",
                Integer.toHexString(magic) + Integer.toHexString(rest));
    }
}
