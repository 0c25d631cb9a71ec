package io.runnel.engine;

import io.runnel.model.EntityIds;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;

/** By Cluster Sharding; the shards are those of the log. */
final class ClusterPlacement implements Placement {
    private final ClusterSharding sharding;
    private final ClusterShardingSettings resident;
    private final int shards;
    private final boolean alone;

    private ClusterPlacement(ActorSystem system, boolean alone) {
        this.sharding = ClusterSharding.get(system);
        this.resident = ClusterShardingSettings.create(system).withNoPassivationStrategy();
        this.shards = system.settings().config().getInt("runnel.shards");
        this.alone = alone;
    }

    /** Unless it is configured to whom it belongs, the node becomes a cluster of one. */
    static ClusterPlacement join(ActorSystem system) {
        Cluster cluster = Cluster.get(system);
        boolean alone = cluster.settings().SeedNodes().isEmpty();
        if (alone) {
            cluster.join(cluster.selfAddress());
        }
        return new ClusterPlacement(system, alone);
    }

    @Override
    public boolean isAlone() {
        return alone;
    }

    @Override
    public ActorRef start(String kind, Props entity, Function<Object, @Nullable String> id, Object stop) {
        return sharding.start(
                kind,
                entity,
                resident,
                new Extractor(id, shards),
                sharding.defaultShardAllocationStrategy(resident),
                stop);
    }

    private record Extractor(Function<Object, @Nullable String> id, int shards)
            implements ShardRegion.MessageExtractor {
        @Override
        public @Nullable String entityId(Object message) {
            return id.apply(message);
        }

        @Override
        public Object entityMessage(Object message) {
            return message;
        }

        @Override
        public String shardId(Object message) {
            String entity = message instanceof ShardRegion.StartEntity start ? start.entityId() : entityId(message);
            if (entity == null) {
                throw new IllegalArgumentException("not for an entity: " + message.getClass());
            }
            return Integer.toString(EntityIds.shard(EntityIds.hash(entity), shards));
        }
    }
}
