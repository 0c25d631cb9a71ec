package io.runnel.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.runnel.s3proxy.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** The contract over a real S3 server in a process of its own. */
class S3ObjectStoreIT extends ObjectStoreContract {
    private static final int READS_AT_A_TIME = 4; // fewer than some tests do
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static S3Server server;
    private static ActorSystem system;

    private String bucket;
    private ObjectStore store;

    @BeforeAll
    static void start() {
        server = S3Server.inMemory();
        Config config = ConfigFactory.parseResources("runnel-objectstore.conf").withFallback(ConfigFactory.load());
        system = ActorSystem.create("s3", config.resolve());
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        server.close();
    }

    @BeforeEach
    void open() {
        bucket = "bucket-" + BUCKETS.incrementAndGet();
        server.createBucket(bucket);
        store = store(bucket, server.endpoint(), S3Server.SECRET_KEY);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    /**
     * Of several requests with the same If-Match at the same time, S3Proxy may let more than one win: it compares the ETag
     * in a request of its own (HEAD) before it stores the body, with nothing to hold others off in between. Amazon S3 does
     * not do that; memory and the local directory are held to it. Nothing here may therefore rest on a race over S3Proxy.
     */
    @Test
    @Disabled("S3Proxy 4.1.0 compares and swaps in two steps")
    @Override
    void letsExactlyOneOfManySwap() {}

    private static ObjectStore store(String bucket, URI endpoint, String secret) {
        return store(bucket, endpoint, secret, system);
    }

    static ObjectStore store(String bucket, URI endpoint, String secret, ActorSystem system) {
        return new S3ObjectStore(
                new S3Access(
                        bucket,
                        Region.of(S3Server.REGION),
                        Optional.of(endpoint),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, secret)),
                        Duration.ofSeconds(15),
                        READS_AT_A_TIME),
                system);
    }

    @Test
    void findsConditionalWritesSupported() {
        assertThat(await(ConditionalWrites.probe(store))).isEqualTo(new ConditionalWrites.Supported());
        assertThat(list("", "", 10)).isEmpty();
    }

    @Test
    void saysThatCredentialsAreRefused() {
        assertThatThrownBy(() -> await(store(bucket, server.endpoint(), "wrong").put("a", bytes("x"), ALWAYS)))
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.retryable()).isFalse())
                .hasMessageContaining("PUT a")
                .hasMessageContaining("403");
    }

    @Test
    void saysThatThereIsNoBucket() {
        ObjectStore nowhere = store("no-such-bucket", server.endpoint(), S3Server.SECRET_KEY);
        assertThatThrownBy(() -> await(nowhere.get("a")))
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> await(nowhere.list("", "", 10)))
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() -> await(nowhere.put("a", bytes("x"), new ObjectStore.Condition.IfMatch("0"))))
                .cause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("NoSuchBucket");
    }

    @Test
    void takesAStoreThatIsNotThereAsRetryable() {
        ObjectStore nowhere = store(bucket, URI.create("http://127.0.0.1:1"), S3Server.SECRET_KEY);
        assertThatThrownBy(() -> await(nowhere.put("a", bytes("x"), IF_ABSENT)))
                .cause()
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.retryable()).isTrue());
    }
}
