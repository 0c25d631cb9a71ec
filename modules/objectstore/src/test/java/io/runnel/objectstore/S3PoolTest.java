package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Settings under which the store would break, or stand in its own way, are refused. */
class S3PoolTest {
    private static final Config SHIPPED = ConfigFactory.parseResources("runnel-objectstore.conf")
            .withFallback(ConfigFactory.load())
            .resolve();
    private static final ActorSystem SYSTEM = ActorSystem.create("pool", SHIPPED);

    @AfterAll
    static void stop() throws Exception {
        SYSTEM.terminate();
        SYSTEM.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsShippedIsRight() {
        assertThatCode(() -> S3Pool.require(SYSTEM, SHIPPED.getInt("runnel.store.s3.reads-at-a-time")))
                .doesNotThrowAnyException();
    }

    @Test
    void readsLeaveConnectionsForWrites() {
        int half = SHIPPED.getInt("pekko.http.host-connection-pool.max-connections") / 2;
        assertThatCode(() -> S3Pool.require(SYSTEM, half)).doesNotThrowAnyException();
        for (int wrong : new int[] {half + 1, 0, -1}) {
            assertThatThrownBy(() -> S3Pool.require(SYSTEM, wrong))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("reads-at-a-time must be from 1 to " + half)
                    .hasMessageEndingWith("got " + wrong);
        }
    }
}
