package io.runnel.log;

/**
 * The end of an index run: what it is, and where its directory is.
 *
 * @param log whose node wrote it
 * @param number of the run among those of the log
 * @param version of the format
 */
record RunFooter(
        Id cluster, Id log, long number, int directoryOffset, int directoryLength, int directoryCrc, int version) {
    static final int SIZE = 61;
    private static final int MAGIC = 0x524E4958; // RNIX
    static final int VERSION = 2;

    void encode(FormatWriter out) {
        int from = out.size();
        out.id(cluster)
                .id(log)
                .i64(number)
                .i32(directoryOffset)
                .i32(directoryLength)
                .i32(directoryCrc)
                .i32(MAGIC)
                .u8(version);
        out.i32(out.checksum(from));
    }

    /**
     * @param tail the last bytes of the object
     * @param size of the object
     */
    static RunFooter decode(byte[] tail, long size, String object) {
        int at = tail.length - SIZE;
        FormatReader in = new FormatReader(tail, Math.max(0, at), tail.length, object);
        if (at < 0) {
            throw in.corrupt("has only " + size + " bytes");
        }
        Id cluster = in.id();
        Id log = in.id();
        long number = in.i64();
        int directoryOffset = in.i32();
        int directoryLength = in.i32();
        int directoryCrc = in.i32();
        int magic = in.i32();
        int version = in.u8();
        if (in.i32() != Crc.of(tail, at, SIZE - 4)) {
            throw in.corrupt("has a footer with a wrong checksum");
        }
        if (magic != MAGIC || version < 1 || version > VERSION) {
            throw new CorruptLogException(
                    object + " is no index run of version 1 to " + VERSION + " but of version " + version);
        }
        RunFooter footer = new RunFooter(cluster, log, number, directoryOffset, directoryLength, directoryCrc, version);
        if ((long) footer.directoryOffset + footer.directoryLength + SIZE != size
                || footer.directoryOffset < 0
                || footer.directoryLength < 0) {
            throw in.corrupt("has " + size + " bytes, which is not what its footer says");
        }
        return footer;
    }
}
