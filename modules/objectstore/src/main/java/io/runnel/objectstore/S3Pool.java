package io.runnel.objectstore;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorSystem;

/** What the S3 client needs of Pekko's connection pool, whose defaults are made for something else. */
final class S3Pool {
    private static final String POOL = "pekko.http.host-connection-pool";
    private static final int MIN_CONNECTIONS = 32;

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
}
