package io.runnel.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the indexes of a log say that is written no more: its entries by shard, in the order of the log. */
final class SealedLog {
    private final Map<String, List<IndexedEntry>> byShard;

    SealedLog(Map<String, List<IndexedEntry>> byShard) {
        this.byShard = new HashMap<>(byShard);
    }

    List<IndexedEntry> entries(String shard) {
        return byShard.getOrDefault(shard, List.of());
    }
}
