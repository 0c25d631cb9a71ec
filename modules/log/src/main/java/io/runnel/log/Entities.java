package io.runnel.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All entities of the shards that have been claimed. Written by the loop, read by any thread. */
final class Entities {
    private final Map<EntityKey, EntityHistory> byKey = new ConcurrentHashMap<>();
    private long freed;
    private int ended;
    private int sweep;

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

    /** What earlier logs leave behind. */
    void begin(EntityKey key, String shard, EntityRow row) {
        EntityHistory history = of(key, shard);
        count(history.row(), row);
        history.begin(row, sweep);
    }

    /** A durable entry that this log has just written. */
    EntityHistory add(LogEntry entry, EntryRef ref) {
        EntityHistory history = of(entry.key(), entry.shard());
        EntityRow before = history.row();
        EntityRow after = row(before, entry);
        count(before, after);
        if (before != null && (before.generation() != after.generation() || before.floor() != after.floor())) {
            freed++;
        }
        history.add(after, ref, sweep);
        return history;
    }

    private void count(@Nullable EntityRow before, EntityRow after) {
        ended += (after.hasEnded() ? 1 : 0) - (before != null && before.hasEnded() ? 1 : 0);
    }

    /** How many have ended. On the loop. */
    int ended() {
        return ended;
    }

    int size() {
        return byKey.size();
    }

    /** Another sweep begins. On the loop. @return its number */
    int nextSweep() {
        return ++sweep;
    }

    /** No index run has a row of them any more; those that have begun again stay. On the loop. */
    void forget(Map<EntityKey, EntityRow> rows) {
        rows.forEach((key, row) -> {
            EntityHistory history = byKey.get(key);
            if (history != null && row.equals(history.row())) {
                byKey.remove(key);
                ended--;
            }
        });
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
