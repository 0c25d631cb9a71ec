package io.runnel.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Enters what earlier logs leave behind among the entities. Where their youngest entries lie is kept in memory, until the
 * archive tells. Belongs to the loop.
 */
final class Inheritance {
    private static final Comparator<IndexedEntry> ORDER = Comparator.comparingInt(
                    (IndexedEntry entry) -> entry.ref().generation)
            .thenComparing(entry -> entry.ref().firstSeq, Long::compareUnsigned);

    private final Entities entities;
    private final Map<Id, List<EntityHistory>> withTail = new HashMap<>();

    Inheritance(Entities entities) {
        this.entities = entities;
    }

    /**
     * @param rows of the shard that index runs tell of
     * @param logs which may hold more of it
     * @param archive readers look into it already
     */
    void take(String shard, Map<EntityKey, RowDelta> rows, List<SealedLog> logs, Archive archive) {
        List<IndexedEntry> tail = new ArrayList<>();
        for (SealedLog log : logs) {
            for (IndexedEntry entry : log.tail()) {
                if (entry.shard().equals(shard)) {
                    tail.add(entry);
                    rows.merge(entry.key(), RowDelta.of(entry), RowDelta::join);
                }
            }
        }
        rows.forEach((key, delta) -> entities.begin(key, shard, delta.row()));
        tail.sort(ORDER);
        for (IndexedEntry entry : tail) {
            if (!archive.logs().contains(entry.ref().log)) {
                EntityHistory history = entities.of(entry.key(), shard);
                history.inherit(entry.ref());
                withTail.computeIfAbsent(entry.ref().log, log -> new ArrayList<>())
                        .add(history);
            }
        }
    }

    /** The archive tells of all entries of the log, and readers look into it. */
    void archived(Id log) {
        List<EntityHistory> histories = withTail.remove(log);
        if (histories != null) {
            histories.forEach(history -> history.forgetAll(log));
        }
    }
}
