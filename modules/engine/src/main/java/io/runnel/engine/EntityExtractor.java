package io.runnel.engine;

import io.runnel.model.EntityIds;
import java.util.function.Function;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/**
 * Routes messages by what they are about. An entity's id is its persistence id, and its shard that of the log.
 *
 * @param <C> what is sent to the region, without an envelope
 * @param <M> what the entity receives
 */
final class EntityExtractor<C extends M, M> extends ShardingMessageExtractor<C, M> {
    private final int shards;
    private final Function<C, String> persistenceId;

    EntityExtractor(int shards, Function<C, String> persistenceId) {
        this.shards = shards;
        this.persistenceId = persistenceId;
    }

    @Override
    public String entityId(C message) {
        return persistenceId.apply(message);
    }

    @Override
    public String shardId(String entityId) {
        return Integer.toString(EntityIds.shard(EntityIds.hash(entityId), shards));
    }

    @Override
    public M unwrapMessage(C message) {
        return message;
    }
}
