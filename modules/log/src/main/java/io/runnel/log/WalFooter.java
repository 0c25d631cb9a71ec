package io.runnel.log;

import java.nio.ByteBuffer;

/**
 * The header and the footer of a WAL object: what it is, and where its parts are. The footer alone says everything, so
 * that the end of an object is enough to start from.
 *
 * @param kind {@link #DATA}, {@link #SEAL}, or {@link #MOVED}
 * @param slot or the number of a segment
 * @param writeId of the attempt to write the slot: tells one's own lost answer from another's object
 * @param createdMicros since the epoch, for people
 * @param latestRun the last index run of this log that was durable before, 0 for none
 * @param bodyLength of the entries, which follow the header
 * @param indexLength of the index, which follows the entries
 */
record WalFooter(
        int kind,
        Id cluster,
        Id log,
        long slot,
        Id writeId,
        long createdMicros,
        long latestRun,
        int entries,
        int bodyLength,
        int indexLength,
        int indexCrc) {
    static final int DATA = 1;
    static final int SEAL = 2;
    static final int MOVED = 3; // a segment: entries that have left their slots, without an index
    static final int HEADER_SIZE = 8;
    static final int SIZE = 100;
    private static final int MAGIC = 0x524E574C; // RNWL
    private static final int VERSION = 1;

    long objectSize() {
        return HEADER_SIZE + (long) bodyLength + indexLength + SIZE;
    }

    int indexOffset() {
        return HEADER_SIZE + bodyLength;
    }

    /** Writes the header to the beginning, and the footer to the end. */
    void encode(byte[] object) {
        ByteBuffer out = ByteBuffer.wrap(object);
        out.putInt(0, MAGIC).putInt(4, VERSION << 24 | kind << 16);
        int at = object.length - SIZE;
        out.position(at)
                .putLong(cluster.high())
                .putLong(cluster.low())
                .putLong(log.high())
                .putLong(log.low())
                .putLong(slot)
                .putLong(writeId.high())
                .putLong(writeId.low())
                .putLong(createdMicros)
                .putLong(latestRun)
                .putInt(entries)
                .putInt(bodyLength)
                .putInt(indexLength)
                .putInt(indexCrc)
                .putInt(MAGIC)
                .putInt(VERSION << 24 | kind << 16)
                .putInt(Crc.of(object, at, SIZE - 4));
    }

    /**
     * Reads the footer from the end of an object.
     *
     * @param tail the last bytes of the object, or all of them
     * @param size of the whole object
     * @throws CorruptLogException if this is no WAL object
     */
    static WalFooter decode(byte[] tail, long size, String object) {
        int at = tail.length - SIZE;
        FormatReader in = new FormatReader(tail, Math.max(0, at), tail.length, object);
        if (at < 0) {
            throw in.corrupt("has only " + size + " bytes");
        }
        if (ByteBuffer.wrap(tail).getInt(at + SIZE - 4) != Crc.of(tail, at, SIZE - 4)) {
            throw in.corrupt("has a footer with a wrong checksum");
        }
        Id cluster = in.id();
        Id log = in.id();
        long slot = in.i64();
        Id writeId = in.id();
        long createdMicros = in.i64();
        long latestRun = in.i64();
        int entries = in.i32();
        int bodyLength = in.i32();
        int indexLength = in.i32();
        int indexCrc = in.i32();
        int magic = in.i32();
        int version = in.u8();
        if (magic != MAGIC || version != VERSION) {
            throw new CorruptLogException(
                    object + " is no WAL object of version " + VERSION + " but of version " + version);
        }
        WalFooter footer = new WalFooter(
                in.u8(),
                cluster,
                log,
                slot,
                writeId,
                createdMicros,
                latestRun,
                entries,
                bodyLength,
                indexLength,
                indexCrc);
        if (bodyLength < 0 || indexLength < 0 || footer.objectSize() != size) {
            throw in.corrupt("has " + size + " bytes instead of " + footer.objectSize());
        }
        if (tail.length == size) {
            footer.requireHeader(tail, in);
        }
        return footer;
    }

    private void requireHeader(byte[] object, FormatReader in) {
        ByteBuffer header = ByteBuffer.wrap(object);
        if (header.getInt(0) != MAGIC || header.getInt(4) != (VERSION << 24 | kind << 16)) {
            throw in.corrupt("has a header that contradicts its footer");
        }
    }
}
