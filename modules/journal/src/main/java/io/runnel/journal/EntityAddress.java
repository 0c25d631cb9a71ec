package io.runnel.journal;

import io.runnel.log.EntityKey;
import io.runnel.model.EntityIds;

/**
 * Where the log keeps what an actor persists.
 *
 * @param shard named {@code <kind>-<number>}, with the number that Cluster Sharding gives the entity
 * @param stream whether it is a stream, whose events are {@link io.runnel.model.StreamEvent}s
 * @param control whether it is the account or a basin: one that may end, and of whose events few are kept
 */
record EntityAddress(String persistenceId, EntityKey key, String shard, boolean stream, boolean control) {

    static EntityAddress of(String persistenceId, int shards) {
        byte[] hash = EntityIds.hash(persistenceId);
        String kind = EntityIds.kind(persistenceId);
        // A shard's name is part of an object's key; ids that are not Runnel's may begin with anything.
        String home = switch (kind) {
            case "stream", "basin", "account" -> kind;
            default -> "other";
        };
        String number = Integer.toString(EntityIds.shard(hash, shards));
        String shard = home + "-" + "0".repeat(Math.max(0, 4 - number.length())) + number;
        return new EntityAddress(
                persistenceId,
                EntityKey.of(hash),
                shard,
                kind.equals("stream"),
                kind.equals("basin") || kind.equals("account"));
    }
}
