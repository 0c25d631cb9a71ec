package io.runnel.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.jspecify.annotations.Nullable;

/**
 * Where entities live: each in one place, where it is started by the first message to it. Who has nothing to do leaves by telling its
 * parent so ({@code ShardRegion.Passivate}), and is started anew by the next message.
 */
interface Placement {

    /** Nobody else has the shards that this node does not have. */
    boolean isAlone();

    /**
     * Starts what finds the entities of one kind.
     *
     * @param entity what an entity is made of; it can tell its id by {@link #id its path}
     * @param id whom a message is for, an id that is persisted; null for nobody
     * @param stop asks an entity to end what it is at, and then itself
     * @return where to send messages, which reach the entity as they are
     */
    ActorRef start(String kind, Props entity, Function<Object, @Nullable String> id, Object stop);

    /** Over the nodes of a cluster, or on this one if its actor system has none. */
    static Placement of(ActorSystem system) {
        boolean clustered =
                !system.settings().config().getString("pekko.actor.provider").equals("local");
        return clustered ? ClusterPlacement.join(system) : new NodePlacement(system);
    }

    /** The id of the entity that has this path. */
    static String id(ActorPath path) {
        return URLDecoder.decode(path.name(), StandardCharsets.UTF_8);
    }
}
