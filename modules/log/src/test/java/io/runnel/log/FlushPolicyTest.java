package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final FlushPolicy policy = new FlushPolicy(LogSettings.from(ConfigFactory.load()));

    @Test
    void keepsNobodyWaitingForAStoreInMemory() {
        usually(0);
        assertThat(policy.delay(1, 0, 0, 0)).isZero();
        assertThat(policy.delay(1, 0, 0, 1)).isZero();
    }

    @Test
    void asksAStoreOf30MillisecondsFortyTimesASecond() {
        usually(30 * MILLI);
        assertThat(policy.delay(1, 0, 0, 1)).isEqualTo(25 * MILLI);
        assertThat(policy.delay(1, 0, 10 * MILLI, 1)).isEqualTo(15 * MILLI);
    }

    @Test
    void asksAFasterStoreMoreOften() {
        usually(5 * MILLI);
        assertThat(policy.delay(1, 0, 0, 1)).isEqualTo(MILLI);
    }

    @Test
    void givesOthersAMillisecondToJoinOnASlowStore() {
        usually(30 * MILLI);
        assertThat(policy.delay(1, 0, 100 * MILLI, 0)).isEqualTo(MILLI);
        assertThat(policy.delay(1, MILLI, 100 * MILLI, 0)).isZero();
    }

    @Test
    void writesAFullObjectAtOnceAsLongAsThereIsRoom() {
        usually(30 * MILLI);
        assertThat(policy.delay(1 << 20, 0, 0, 15)).isZero();
        assertThat(policy.delay(1 << 20, 0, 0, 16)).isEqualTo(FlushPolicy.NOT_NOW);
    }

    @Test
    void neverHedgesOnAStoreThatIsNotS3() {
        assertThat(policy.hedgeAfter()).isEqualTo(FlushPolicy.NOT_NOW);
    }

    @Test
    void hedgesOnS3AfterTwiceTheUsualTime() {
        FlushPolicy s3 = new FlushPolicy(LogSettings.from(
                ConfigFactory.parseString("runnel.store.kind = s3").withFallback(ConfigFactory.load())));
        assertThat(s3.hedgeAfter()).isEqualTo(60 * MILLI);
        s3.stored(100 * MILLI);
        assertThat(s3.hedgeAfter()).isEqualTo(200 * MILLI);
    }

    private void usually(long nanos) {
        policy.stored(nanos);
    }
}
