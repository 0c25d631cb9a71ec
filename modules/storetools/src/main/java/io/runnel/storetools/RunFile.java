package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.IndexRun.Block;
import io.runnel.storetools.IndexRun.Directory;
import io.runnel.storetools.IndexRun.Footer;
import io.runnel.storetools.IndexRun.Section;
import org.jspecify.annotations.Nullable;

/** An index run whose directory is in memory; all of it, if it is small. */
final class RunFile {
    private static final int TAIL = 1 << 20;

    private final StoreReader reader;
    private final String key;
    private final long size;
    private final Footer footer;
    private final Directory directory;
    private final byte @Nullable [] whole;

    private RunFile(
            StoreReader reader, String key, long size, Footer footer, Directory directory, byte @Nullable [] whole) {
        this.reader = reader;
        this.key = key;
        this.size = size;
        this.footer = footer;
        this.directory = directory;
        this.whole = whole;
    }

    /**
     * @throws MissingException if there is none
     * @throws DamagedException if it is something else
     */
    static RunFile open(StoreReader reader, Id cluster, Id log, long number) {
        String key = ObjectName.run(log, number);
        StoredObject tail = get(reader, key, TAIL);
        RunFile run = open(reader, key, tail);
        Footer footer = run.footer;
        SmallObjects.require(footer.cluster().equals(cluster), "the installation " + cluster, footer.cluster());
        SmallObjects.require(
                footer.log().equals(log) && footer.number() == number,
                "run " + number + " of log " + log,
                footer.number() + " of " + footer.log());
        return run;
    }

    static RunFile open(StoreReader reader, String key, StoredObject tail) {
        Footer footer = IndexRun.footer(tail.bytes(), tail.size());
        int needed = footer.directoryLength() + IndexRun.FOOTER;
        byte[] bytes = tail.bytes();
        if (needed > bytes.length) {
            bytes = get(reader, key, needed).bytes();
        }
        Directory directory = IndexRun.directory(footer, bytes, bytes.length - needed);
        byte[] whole = bytes.length == tail.size() ? bytes : null;
        return new RunFile(reader, key, tail.size(), footer, directory, whole);
    }

    private static StoredObject get(StoreReader reader, String key, int length) {
        return reader.get(key, -length, length).orElseThrow(() -> new MissingException(key));
    }

    String key() {
        return key;
    }

    long size() {
        return size;
    }

    Footer footer() {
        return footer;
    }

    Directory directory() {
        return directory;
    }

    /** A section, at its beginning; its checksum has been verified. */
    FormatReader open(Section section) {
        byte[] bytes = whole != null ? whole : read(section.offset(), section.length());
        return verified(section, bytes, whole != null ? 0 : section.offset());
    }

    private byte[] read(int offset, int length) {
        return reader.get(key, offset, length)
                .orElseThrow(() -> new MissingException(key))
                .bytes();
    }

    private static FormatReader verified(Section section, byte[] bytes, int offset) {
        int from = section.offset() - offset;
        SmallObjects.require(
                section.length() <= bytes.length - from, "a section of " + section.length() + " bytes", bytes.length);
        FormatReader.requireCrc(
                section.crc(), bytes, from, section.length(), "the section at byte " + section.offset());
        return new FormatReader(bytes, from, from + section.length());
    }

    /** Reads blocks one after another, with requests that are worth it. */
    final class Blocks {
        private static final int CHUNK = 256 << 10;

        private byte[] chunk = new byte[0];
        private int chunkAt;

        /** @throws DamagedException if the block is not what was written */
        RunCursor open(int index) {
            Section section = directory.blocks().get(index).section();
            if (whole != null) {
                return cursor(verified(section, whole, 0));
            }
            int end = section.offset() + section.length();
            if (section.offset() < chunkAt || end > chunkAt + chunk.length) {
                int until = end;
                for (int i = index + 1; i < directory.blocks().size(); i++) {
                    Block next = directory.blocks().get(i);
                    int nextEnd = next.section().offset() + next.section().length();
                    if (next.section().offset() != until || nextEnd - section.offset() > CHUNK) {
                        break;
                    }
                    until = nextEnd;
                }
                chunk = read(section.offset(), until - section.offset());
                chunkAt = section.offset();
            }
            return cursor(verified(section, chunk, chunkAt));
        }

        private RunCursor cursor(FormatReader in) {
            return new RunCursor(in, directory.logs());
        }
    }
}
