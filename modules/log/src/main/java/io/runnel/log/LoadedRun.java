package io.runnel.log;

import org.jspecify.annotations.Nullable;

/**
 * An index run whose directory is in memory, and all of it if it is small.
 *
 * @param size of the object
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
record LoadedRun(RunFooter footer, RunDirectory directory, int size, byte @Nullable [] whole, String object) {
    private static final int BYTES_PER_BLOCK = 120; // its objects, about
    private static final int BYTES_PER_SHARD = 120;

    int memory() {
        return (whole == null ? 0 : whole.length)
                + directory.keys().bits().length
                + BYTES_PER_BLOCK
                        * (directory.blocks().size() + directory.others().size())
                + BYTES_PER_SHARD * directory.shards().size();
    }

    /** Where the rows begin, which reach to the directory. */
    int rowsOffset() {
        return directory.shards().values().stream()
                .mapToInt(RunDirectory.Section::offset)
                .min()
                .orElse(footer.directoryOffset());
    }

    /**
     * A verified section.
     *
     * @param bytes which hold it
     * @param offset of these bytes in the object
     */
    FormatReader open(RunDirectory.Section section, byte[] bytes, int offset) {
        int from = section.offset() - offset;
        if (from < 0 || section.length() > bytes.length - from) {
            throw new CorruptLogException(object + " is damaged: it ends before byte " + section.offset());
        }
        FormatReader in = new FormatReader(bytes, from, from + section.length(), object);
        if (Crc.of(bytes, from, section.length()) != section.crc()) {
            throw in.corrupt("has a wrong checksum at byte " + section.offset());
        }
        return in;
    }
}
