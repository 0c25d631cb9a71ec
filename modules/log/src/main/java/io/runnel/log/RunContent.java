package io.runnel.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes an index run of what the indexes of WAL objects say. */
final class RunContent {
    private static final int EXPECTED_BYTES_PER_ENTRY = 32;
    private static final Comparator<IndexedEntry> ORDER = Comparator.comparing(IndexedEntry::key)
            .thenComparingInt(entry -> entry.ref().generation)
            .thenComparing(entry -> entry.ref().firstSeq, Long::compareUnsigned);

    private RunContent() {}

    /** @param entries in any order, of any number of objects */
    static RunBuilder of(List<IndexedEntry> entries) {
        RunBuilder run = new RunBuilder(4096 + entries.size() * EXPECTED_BYTES_PER_ENTRY);
        List<IndexedEntry> sorted = new ArrayList<>(entries);
        sorted.sort(ORDER);
        Map<String, Map<EntityKey, RowDelta>> rows = new TreeMap<>();
        for (IndexedEntry entry : sorted) {
            if (entry.ref().holdsPositions()) {
                run.entry(entry.key(), entry.ref());
            }
            rows.computeIfAbsent(entry.shard(), shard -> new TreeMap<>())
                    .merge(entry.key(), RowDelta.of(entry), RowDelta::join);
        }
        rows.forEach((shard, ofShard) -> run.rows(shard, ofShard.entrySet()));
        return run;
    }
}
