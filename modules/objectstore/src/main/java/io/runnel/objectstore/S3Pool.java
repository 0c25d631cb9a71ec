package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.http.javadsl.Http;

/** What the S3 client needs of Pekko's connection pool, whose defaults are made for something else. */
final class S3Pool {
    private static final String POOL = "pekko.http.host-connection-pool";
    private static final int MIN_CONNECTIONS = 32;

    /** The phase of {@code runnel-objectstore.conf} that comes after all that may still write. */
    private static final String LAST = "close-connections-to-stores";

    /** For requests that are still under way: nobody waits for their answers any more. */
    private static final long LAST_ANSWERS_MILLIS = 1_000;

    private S3Pool() {}

    /**
     * The pool is configured for the whole actor system, so this module can only check it.
     *
     * @throws StoreException naming the setting that would break the store under load
     */
    static void require(ActorSystem system, int readsAtATime) {
        Config pool = system.settings().config().getConfig(POOL);
        int connections = pool.getInt("max-connections");
        int requests = pool.getInt("max-open-requests");
        int retries = pool.getInt("max-retries");
        if (connections < MIN_CONNECTIONS || requests < 2 * connections || retries != 0) {
            throw new StoreException(
                    "the configuration must include runnel-objectstore.conf for runnel.store.kind = s3: " + POOL
                            + " has max-connections = " + connections + " (at least " + MIN_CONNECTIONS
                            + "), max-open-requests = " + requests + " (at least twice as many) and max-retries = "
                            + retries + " (0, as a conditional write must not be repeated unnoticed)",
                    false);
        }
        if (readsAtATime < 1 || readsAtATime > connections / 2) {
            throw new StoreException(
                    "runnel.store.s3.reads-at-a-time must be from 1 to " + connections / 2 + ", half of " + POOL
                            + ".max-connections, got " + readsAtATime,
                    false);
        }
    }

    /**
     * Closes the pool before the actor system ends: Pekko HTTP reports one that ends with its system as an error, if it is
     * quick enough to.
     */
    static void closeWith(ActorSystem system) {
        CoordinatedShutdown.get(system).addTask(LAST, "close-connections-to-stores", () -> close(system));
    }

    private static CompletionStage<Done> close(ActorSystem system) {
        return Http.get(system)
                .shutdownAllConnectionPools()
                .toCompletableFuture()
                .completeOnTimeout(null, LAST_ANSWERS_MILLIS, TimeUnit.MILLISECONDS)
                .handle((closed, failure) -> Done.getInstance());
    }
}
