package io.runnel.engine;

import io.runnel.model.EntityIds;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;

/** Routes messages to streams as {@link EntityExtractor} does to basins: an id is a persistence id, a shard that of the log. */
final class StreamExtractor implements ShardRegion.MessageExtractor {
    private final int shards;

    StreamExtractor(int shards) {
        this.shards = shards;
    }

    @Override
    public @Nullable String entityId(Object message) {
        if (message instanceof StreamCall<?> call) {
            return EntityIds.stream(call.basin(), call.stream());
        }
        return message instanceof StreamLink.FromBasin notice
                ? EntityIds.stream(notice.basin(), notice.stream())
                : null;
    }

    @Override
    public Object entityMessage(Object message) {
        return message;
    }

    @Override
    public String shardId(Object message) {
        String id = message instanceof ShardRegion.StartEntity start ? start.entityId() : entityId(message);
        if (id == null) {
            throw new IllegalArgumentException("not for a stream: " + message.getClass());
        }
        return Integer.toString(EntityIds.shard(EntityIds.hash(id), shards));
    }
}
