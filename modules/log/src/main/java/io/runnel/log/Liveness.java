package io.runnel.log;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether entries can still be wanted by anybody. What is said here to be dead stays so: generations and floors only grow.
 * Thread-safe.
 */
final class Liveness {
    static final Standing ALL = new Standing(0, 0);

    private final Entities entities;
    private final Map<EntityKey, RowDelta> rows = new HashMap<>();
    private final Map<EntityKey, Standing> raised = new ConcurrentHashMap<>();

    /** Entries of earlier generations, and those that end at the floor or below, are dead. */
    record Standing(int generation, long floor) {
        boolean isDead(RunBlock.Cursor entry) {
            return entry.generation() < generation
                    || (entry.generation() == generation && Long.compareUnsigned(entry.nextSeq(), floor) <= 0);
        }

        private Standing or(Standing other) {
            if (generation != other.generation) {
                return generation > other.generation ? this : other;
            }
            return Long.compareUnsigned(floor, other.floor) >= 0 ? this : other;
        }
    }

    /**
     * @param entities of the shards that this node has claimed
     * @param rows of the index runs in question, for all others
     */
    Liveness(Entities entities, Iterable<Map<EntityKey, RowDelta>> rows) {
        this.entities = entities;
        rows.forEach(this.rows::putAll);
    }

    Standing of(EntityKey key) {
        Standing standing = raised.getOrDefault(key, ALL);
        RowDelta delta = rows.get(key);
        if (delta != null) {
            standing = standing.or(new Standing(delta.generation(), delta.floor()));
        }
        EntityRow row = row(key);
        return row == null ? standing : standing.or(new Standing(row.generation(), row.floor()));
    }

    /** What is known of an entity of a claimed shard; null for others. */
    @Nullable
    EntityRow row(EntityKey key) {
        EntityHistory history = entities.get(key);
        return history == null ? null : history.row();
    }

    /** All entries of the generation below a position have expired, and none before them is left. */
    void expired(EntityKey key, int generation, long below) {
        raised.put(key, new Standing(generation, below));
    }
}
