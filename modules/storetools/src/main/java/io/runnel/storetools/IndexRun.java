package io.runnel.storetools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Footer and directory of an index run. */
final class IndexRun {
    static final int FOOTER = 61;
    private static final int MAGIC = 0x524E4958; // RNIX
    private static final int NEWEST = 2;
    private static final int BLOOM_PROBES = 7;

    private IndexRun() {}

    record Footer(
            Id cluster, Id log, long number, int directoryOffset, int directoryLength, int directoryCrc, int version) {}

    /** A part of the object with a checksum of its own. */
    record Section(int offset, int length, int crc) {
        static final int ENCODED = 12;

        static Section read(FormatReader in, int end) {
            Section section = new Section(in.i32(), in.i32(), in.i32());
            SmallObjects.require(
                    section.offset >= 0 && section.length >= 0 && section.length <= end - section.offset,
                    "a section before byte " + end,
                    section);
            return section;
        }
    }

    /** A block of entries, and its first one. */
    record Block(Section section, Id key, int generation, long firstSeq, long lastTimestamp) {}

    /** @param live bytes of the object's entries that the run tells of */
    record Holding(Id log, long place, int bytes, int live) {
        String key() {
            return ObjectName.place(log, place);
        }
    }

    /** What is there since version 2 of the format. */
    record Content(long setSum, long earliestExpiry, List<Holding> holdings) {}

    /** @param others the other runs of its log that were valid */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    record Directory(
            boolean own,
            int level,
            long coveredThrough,
            List<SmallObjects.RunRef> others,
            List<Id> logs,
            Map<String, Section> shards,
            List<Block> blocks,
            byte[] bloom,
            @Nullable Content content) {

        boolean mayHold(Id key) {
            if (bloom.length == 0) {
                return true;
            }
            long hash = key.high();
            for (int i = 0; i < BLOOM_PROBES; i++) {
                int bit = (int) Long.remainderUnsigned(hash ^ hash >>> 32, bloom.length * 8L);
                if ((bloom[bit >>> 3] & 1 << (bit & 7)) == 0) {
                    return false;
                }
                hash += key.low() | 1;
            }
            return true;
        }

        /** The first block that may hold entries of an entity; all before hold smaller keys only. */
        int firstBlock(Id key) {
            int low = 0;
            int high = blocks.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (blocks.get(middle).key.compareTo(key) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return Math.max(0, low - 1);
        }
    }

    /** @param size of the object, whose last bytes these are */
    static Footer footer(byte[] tail, long size) {
        int at = tail.length - FOOTER;
        if (at < 0) {
            throw new DamagedException("at least " + FOOTER + " bytes", Long.toString(size));
        }
        FormatReader.requireCrc(
                new FormatReader(tail, tail.length - 4, tail.length).i32(), tail, at, FOOTER - 4, "the footer");
        FormatReader in = new FormatReader(tail, at, tail.length);
        Footer footer = new Footer(in.id(), in.id(), in.i64(), in.i32(), in.i32(), in.i32(), version(in));
        SmallObjects.require(
                footer.directoryOffset >= 0
                        && footer.directoryLength >= 0
                        && (long) footer.directoryOffset + footer.directoryLength + FOOTER == size,
                "a directory that ends " + FOOTER + " bytes before the end " + size,
                footer);
        return footer;
    }

    private static int version(FormatReader in) {
        int magic = in.i32();
        int version = in.u8();
        SmallObjects.require(magic == MAGIC, "RNIX", Integer.toHexString(magic));
        SmallObjects.require(version >= 1 && version <= NEWEST, "version 1 to " + NEWEST + " of its format", version);
        return version;
    }

    /** @param bytes which hold the directory at {@code [from, from + footer.directoryLength)} */
    static Directory directory(Footer footer, byte[] bytes, int from) {
        FormatReader.requireCrc(footer.directoryCrc, bytes, from, footer.directoryLength, "the directory");
        FormatReader in = new FormatReader(bytes, from, from + footer.directoryLength);
        int end = footer.directoryOffset;
        int own = in.u8();
        SmallObjects.require(own <= 1, "0 or 1", own);
        int level = in.i32();
        long coveredThrough = in.i64();
        List<SmallObjects.RunRef> others = new ArrayList<>();
        for (int left = in.count(SmallObjects.RunRef.ENCODED); left > 0; left--) {
            others.add(SmallObjects.RunRef.read(in));
        }
        List<Id> logs = new ArrayList<>();
        for (int left = in.count(16); left > 0; left--) {
            logs.add(in.id());
        }
        Map<String, Section> shards = new TreeMap<>();
        for (int left = in.count(2 + Section.ENCODED); left > 0; left--) {
            shards.put(in.text(), Section.read(in, end));
        }
        List<Block> blocks = new ArrayList<>();
        for (int left = in.count(Section.ENCODED + 36); left > 0; left--) {
            blocks.add(new Block(Section.read(in, end), in.id(), in.i32(), in.i64(), in.i64()));
        }
        byte[] bloom = in.raw(in.i32());
        Content content = footer.version == 1 ? null : content(in, logs);
        in.end();
        return new Directory(own == 1, level, coveredThrough, others, logs, shards, blocks, bloom, content);
    }

    private static Content content(FormatReader in, List<Id> logs) {
        long setSum = in.i64();
        long earliestExpiry = in.i64();
        List<Holding> holdings = new ArrayList<>();
        for (int left = in.count(4); left > 0; left--) {
            int log = in.natural();
            SmallObjects.require(log < logs.size(), "one of " + logs.size() + " logs", log);
            holdings.add(new Holding(logs.get(log), in.zigzag(), in.natural(), in.natural()));
        }
        return new Content(setSum, earliestExpiry, holdings);
    }
}
