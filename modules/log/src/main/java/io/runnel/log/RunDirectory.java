package io.runnel.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies where in an index run, and which runs there were when it was written: whoever knows the last run of a log
 * knows them all.
 *
 * @param own whether the run itself is one of its log's, rather than one about other logs that its node wrote
 * @param level of the run itself
 * @param others the other runs of its log that were valid
 * @param coveredThrough all entries of its log up to this slot are in its runs, {@code others} and perhaps this one
 * @param logs that the entries are in, by the numbers used in blocks
 * @param shards where the rows of each shard are
 * @param blocks of entries, in order
 * @param keys of the entries, and perhaps others
 * @param content what is known since version 2 of the format, null in a run of version 1
 */
record RunDirectory(
        boolean own,
        int level,
        List<RunId> others,
        long coveredThrough,
        List<Id> logs,
        Map<String, Section> shards,
        List<Block> blocks,
        Bloom keys,
        @Nullable Content content) {

    /**
     * @param setSum of the entries, see {@link SetSum}
     * @param earliestExpiry of the entries, milliseconds since the epoch; {@link Long#MAX_VALUE} if none ever expires
     * @param holdings all objects that hold them
     */
    record Content(long setSum, long earliestExpiry, List<Holding> holdings) {}

    /** A part of the object with a checksum of its own. */
    record Section(int offset, int length, int crc) {
        private static final int ENCODED = 12;

        void encode(FormatWriter out) {
            out.i32(offset).i32(length).i32(crc);
        }

        static Section decode(FormatReader in, int end) {
            Section section = new Section(in.i32(), in.i32(), in.i32());
            if (section.offset < 0 || section.length < 0 || section.length > end - section.offset) {
                throw in.corrupt("names bytes that it does not have: " + section);
            }
            return section;
        }
    }

    /** A block, and its first entry. */
    record Block(Section section, EntityKey key, int generation, long firstSeq, long lastTimestamp) {
        private static final int ENCODED = Section.ENCODED + 36;

        /** Whether what is looked for cannot be before this block. */
        boolean isBefore(EntityKey wanted, int wantedGeneration, long from, long timestamp) {
            int order = key.compareTo(wanted);
            if (order != 0 || generation != wantedGeneration) {
                return order != 0 ? order < 0 : generation < wantedGeneration;
            }
            return Long.compareUnsigned(firstSeq, from) <= 0 || Long.compareUnsigned(lastTimestamp, timestamp) < 0;
        }
    }

    void encode(FormatWriter out) {
        out.u8(own ? 1 : 0).i32(level).i64(coveredThrough).i32(others.size());
        others.forEach(run -> run.encode(out));
        out.i32(logs.size());
        logs.forEach(out::id);
        out.i32(shards.size());
        shards.forEach((shard, section) -> section.encode(out.text(shard)));
        out.i32(blocks.size());
        for (Block block : blocks) {
            block.section.encode(out);
            out.key(block.key).i32(block.generation).i64(block.firstSeq).i64(block.lastTimestamp);
        }
        out.i32(keys.bits().length).raw(keys.bits());
        if (content != null) {
            out.i64(content.setSum).i64(content.earliestExpiry).i32(content.holdings.size());
            Map<Id, Integer> numbers = new HashMap<>();
            logs.forEach(log -> numbers.put(log, numbers.size()));
            for (Holding holding : content.holdings) {
                out.varint(Objects.requireNonNull(numbers.get(holding.place().log())))
                        .zigzag(holding.place().number())
                        .varint(holding.bytes())
                        .varint(holding.live());
            }
        }
    }

    /**
     * @param version of the run
     * @param end of the sections
     */
    static RunDirectory decode(FormatReader in, int version, int end) {
        boolean own = in.u8() != 0;
        int level = in.i32();
        long coveredThrough = in.i64();
        List<RunId> others = new ArrayList<>();
        for (int left = in.count(RunId.ENCODED); left > 0; left--) {
            others.add(RunId.decode(in));
        }
        List<Id> logs = new ArrayList<>();
        for (int left = in.count(16); left > 0; left--) {
            logs.add(in.id());
        }
        Map<String, Section> shards = new TreeMap<>();
        for (int left = in.count(2 + Section.ENCODED); left > 0; left--) {
            shards.put(in.text(), Section.decode(in, end));
        }
        List<Block> blocks = new ArrayList<>();
        for (int left = in.count(Block.ENCODED); left > 0; left--) {
            blocks.add(new Block(Section.decode(in, end), in.key(), in.i32(), in.i64(), in.i64()));
        }
        Bloom keys = Bloom.of(in.raw(in.i32()));
        Content content = version == 1 ? null : content(in, logs);
        in.end();
        return new RunDirectory(own, level, others, coveredThrough, logs, shards, blocks, keys, content);
    }

    private static Content content(FormatReader in, List<Id> logs) {
        long setSum = in.i64();
        long earliestExpiry = in.i64();
        List<Holding> holdings = new ArrayList<>();
        for (int left = in.count(Holding.LEAST_ENCODED); left > 0; left--) {
            int log = in.natural();
            if (log >= logs.size()) {
                throw in.corrupt("names a log that it does not list");
            }
            Place place = new Place(logs.get(log), in.zigzag());
            holdings.add(new Holding(place, in.natural(), in.natural()));
        }
        return new Content(setSum, earliestExpiry, holdings);
    }

    /** The first block that may hold what is looked for; -1 if the run has no entries. */
    int firstBlock(EntityKey key, int generation, long from, long timestamp) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).isBefore(key, generation, from, timestamp)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return blocks.isEmpty() ? -1 : Math.max(0, low - 1);
    }
}
