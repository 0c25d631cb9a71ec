package io.runnel.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All entities of the shards that have been claimed. Written by the loop, read by any thread. */
final class Entities {
    private final Map<EntityKey, EntityHistory> byKey = new ConcurrentHashMap<>();
    private long freed;

    @Nullable
    EntityHistory get(EntityKey key) {
        return byKey.get(key);
    }

    EntityHistory of(EntityKey key, String shard) {
        EntityHistory known = byKey.get(key);
        if (known != null) {
            return known;
        }
        EntityHistory history = new EntityHistory(shard);
        byKey.put(key, history);
        return history;
    }

    /** A durable entry that this log has just written. */
    EntityHistory add(LogEntry entry, EntryRef ref) {
        EntityHistory history = of(entry.key(), entry.shard());
        EntityRow before = history.row();
        EntityRow after = row(before, entry);
        if (before != null && (before.generation() != after.generation() || before.floor() != after.floor())) {
            freed++;
        }
        history.add(after, ref);
        return history;
    }

    /** How many entries so far let earlier ones be forgotten. On the loop. */
    long freed() {
        return freed;
    }

    private static EntityRow row(@Nullable EntityRow before, LogEntry entry) {
        EntityRow goesOn = before != null && before.generation() == entry.generation() ? before : null;
        long timestamp = goesOn == null ? 0 : goesOn.lastTimestamp();
        byte @Nullable [] state = goesOn == null ? null : goesOn.state();
        return new EntityRow(
                entry.generation(),
                entry.revision(),
                entry.nextSeq(),
                entry.firstSeq() == entry.nextSeq() ? timestamp : entry.lastTimestamp(),
                entry.floor(),
                entry.state() == null ? state : entry.state());
    }
}
