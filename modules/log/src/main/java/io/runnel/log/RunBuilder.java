package io.runnel.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index run: first all entries, sorted by entity, generation and position, then the rows, by shard and sorted by
 * entity.
 */
final class RunBuilder {
    private static final int BLOCK_BYTES = 16 * 1024;

    private final FormatWriter out;
    private final List<Id> logs = new ArrayList<>();
    private final Map<Id, Integer> logNumbers = new HashMap<>();
    private final List<RunDirectory.Block> blocks = new ArrayList<>();
    private final Map<String, RunDirectory.Section> shards = new TreeMap<>();
    private final List<EntityKey> keys = new ArrayList<>();
    private final Map<Place, Integer> live = new LinkedHashMap<>(); // in the order of the run
    private final SetSum setSum = new SetSum();
    private long earliestExpiry = Long.MAX_VALUE;
    private RunBlock.@Nullable Writer block;
    private @Nullable EntityKey firstKey;
    private @Nullable EntryRef firstRef;
    private int begunAt;

    RunBuilder(int expectedBytes) {
        out = new FormatWriter(expectedBytes);
    }

    void entry(EntityKey key, EntryRef ref) {
        if (keys.isEmpty() || !keys.get(keys.size() - 1).equals(key)) {
            keys.add(key);
        }
        RunBlock.Writer writer = block;
        if (writer == null) {
            begunAt = out.size();
            firstKey = key;
            firstRef = ref;
            writer = new RunBlock.Writer(out);
            block = writer;
        }
        writer.add(key, ref, number(ref.log));
        live.merge(Place.of(ref), ref.length(), Math::addExact);
        setSum.add(key.high(), key.low(), ref.generation, ref.firstSeq, ref.nextSeq, ref.payloadLength);
        earliestExpiry = Math.min(earliestExpiry, ref.expiresAtMillis);
        if (out.size() - begunAt >= BLOCK_BYTES) {
            endBlock();
        }
    }

    /** After all entries. */
    void rows(String shard, Iterable<Map.Entry<EntityKey, RowDelta>> rows) {
        endBlock();
        begunAt = out.size();
        for (Map.Entry<EntityKey, RowDelta> row : rows) {
            out.key(row.getKey());
            row.getValue().encode(out);
        }
        shards.put(shard, section());
    }

    /** Where the entries so far are. */
    Set<Place> places() {
        return live.keySet();
    }

    long setSum() {
        return setSum.value();
    }

    /**
     * @param sizes of the objects that hold entries, as far as they are known
     * @param own whether it is one of the runs of its log, and if so, not among {@code others}
     * @return the object
     */
    byte[] finish(
            Id cluster,
            Id log,
            long number,
            Map<Place, Integer> sizes,
            boolean own,
            int level,
            List<RunId> others,
            long coveredThrough) {
        endBlock();
        Bloom bloom = Bloom.forKeys(keys.size());
        keys.forEach(bloom::add);
        int from = out.size();
        new RunDirectory(own, level, others, coveredThrough, logs, shards, blocks, bloom, content(sizes)).encode(out);
        new RunFooter(cluster, log, number, from, out.size() - from, out.checksum(from), RunFooter.VERSION).encode(out);
        return out.bytes();
    }

    private RunDirectory.Content content(Map<Place, Integer> sizes) {
        List<Holding> holdings = new ArrayList<>();
        live.forEach((place, ofIt) -> holdings.add(new Holding(place, sizes.getOrDefault(place, ofIt), ofIt)));
        return new RunDirectory.Content(setSum.value(), earliestExpiry, holdings);
    }

    private int number(Id log) {
        return logNumbers.computeIfAbsent(log, unknown -> {
            logs.add(log);
            return logs.size() - 1;
        });
    }

    private void endBlock() {
        if (block != null && firstKey != null && firstRef != null) {
            blocks.add(new RunDirectory.Block(
                    section(), firstKey, firstRef.generation, firstRef.firstSeq, firstRef.lastTimestamp));
        }
        block = null;
    }

    private RunDirectory.Section section() {
        return new RunDirectory.Section(begunAt, out.size() - begunAt, out.checksum(begunAt));
    }
}
