package io.runnel.journal;

import java.util.HashMap;
import java.util.Map;

/** The entities in use; those without entries in flight are forgotten from time to time. Belongs to one thread. */
final class Entities {
    private static final int FEWEST_KEPT = 4096;

    private final Map<String, Entity> byId = new HashMap<>();
    private final int shards;
    private int sweepAt = 2 * FEWEST_KEPT;

    Entities(int shards) {
        this.shards = shards;
    }

    Entity get(String persistenceId) {
        Entity known = byId.get(persistenceId);
        if (known != null) {
            return known;
        }
        if (byId.size() >= sweepAt) {
            byId.values().removeIf(Entity::idle);
            sweepAt = 2 * Math.max(FEWEST_KEPT, byId.size()); // so that a sweep is paid for by as many additions
        }
        Entity entity = new Entity(EntityAddress.of(persistenceId, shards));
        byId.put(persistenceId, entity);
        return entity;
    }
}
