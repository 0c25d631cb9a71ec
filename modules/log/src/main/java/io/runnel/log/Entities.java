package io.runnel.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All entities of the shards that have been claimed. Written by the loop, read by any thread. */
final class Entities {
    private final Map<EntityKey, EntityHistory> byKey = new ConcurrentHashMap<>();

    @Nullable
    EntityHistory get(EntityKey key) {
        return byKey.get(key);
    }

    /** A durable entry that this log has just written. */
    void add(LogEntry entry, EntryRef ref) {
        EntityHistory history = of(entry.key(), entry.shard());
        history.add(Rows.after(history.row(), entry), ref);
    }

    /** A durable entry of an earlier log. */
    void add(IndexedEntry entry) {
        EntityHistory history = of(entry.key(), entry.shard());
        history.add(Rows.after(history.row(), entry), entry.ref());
    }

    private EntityHistory of(EntityKey key, String shard) {
        EntityHistory known = byKey.get(key);
        if (known != null) {
            return known;
        }
        EntityHistory history = new EntityHistory(shard);
        byKey.put(key, history);
        return history;
    }
}
