package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONG_AGO = TimeUnit.MINUTES.toNanos(1);

    private final FlushPolicy policy = new FlushPolicy(LogSettings.from(ConfigFactory.load()));

    @Test
    void keepsNobodyWaitingForAStoreInMemory() {
        usually(0);
        assertThat(delay(1, 0, 0, LONG_AGO, 0)).isZero();
        assertThat(delay(1, 0, 0, LONG_AGO, 1)).isZero();
        policy.acknowledged(100, 0);
        assertThat(delay(1, 0, 0, 0, 0)).isZero();
    }

    @Test
    void asksAStoreOf30MillisecondsFortyTimesASecond() {
        usually(30 * MILLI);
        assertThat(delay(1, 0, 0, 0, 1)).isEqualTo(25 * MILLI);
        assertThat(delay(1, 0, 10 * MILLI, 0, 1)).isEqualTo(15 * MILLI);
    }

    @Test
    void asksAFasterStoreMoreOften() {
        usually(5 * MILLI);
        assertThat(delay(1, 0, 0, 0, 1)).isEqualTo(MILLI);
    }

    @Test
    void givesOthersAMillisecondToJoinOnASlowStore() {
        usually(30 * MILLI);
        assertThat(delay(1, 0, 100 * MILLI, LONG_AGO, 0)).isEqualTo(MILLI);
        assertThat(delay(1, MILLI, 100 * MILLI, LONG_AGO, 0)).isZero();
    }

    @Test
    void waitsForThoseWhoWereJustAcknowledged() {
        usually(32 * MILLI);
        policy.acknowledged(60, 40);
        assertThat(delay(40, 20 * MILLI, 30 * MILLI, 0, 0)).isEqualTo(8 * MILLI);
        assertThat(delay(99, 21 * MILLI, 31 * MILLI, MILLI, 0)).isEqualTo(7 * MILLI);
        assertThat(delay(100, 22 * MILLI, 32 * MILLI, 2 * MILLI, 0))
                .as("all are back")
                .isZero();
        assertThat(delay(70, 28 * MILLI, 38 * MILLI, 8 * MILLI, 0))
                .as("they have had their time")
                .isZero();
    }

    @Test
    void aLoneClientThatWaitsForEveryAcknowledgementIsNotKeptWaiting() {
        usually(32 * MILLI);
        policy.acknowledged(1, 0);
        assertThat(delay(1, 0, 32 * MILLI, 0, 0)).isZero();
    }

    @Test
    void writesAFullObjectAtOnceAsLongAsThereIsRoom() {
        usually(30 * MILLI);
        assertThat(policy.delay(1 << 20, 1, 0, 0, 0, 15)).isZero();
        assertThat(policy.delay(1 << 20, 1, 0, 0, 0, 16)).isEqualTo(FlushPolicy.NOT_NOW);
    }

    @Test
    void neverHedgesOnAStoreThatIsNotS3() {
        assertThat(policy.hedgeAfter()).isEqualTo(FlushPolicy.NOT_NOW);
    }

    @Test
    void hedgesOnS3AfterHalfAsLongAgainAsUsual() {
        FlushPolicy s3 = onS3();
        assertThat(s3.hedgeAfter()).isEqualTo(50 * MILLI);
        s3.stored(100 * MILLI);
        assertThat(s3.hedgeAfter()).isEqualTo(150 * MILLI);
    }

    @Test
    void oneSlowAnswerHardlyChangesWhatIsUsualButManyDo() {
        FlushPolicy s3 = onS3();
        s3.stored(40 * MILLI);
        s3.stored(5000 * MILLI);
        assertThat(s3.hedgeAfter()).isBetween(60 * MILLI, 70 * MILLI);
        for (int i = 0; i < 100; i++) {
            s3.stored(5000 * MILLI);
        }
        assertThat(s3.hedgeAfter()).isGreaterThan(7000 * MILLI);
    }

    private static FlushPolicy onS3() {
        return new FlushPolicy(LogSettings.from(
                ConfigFactory.parseString("runnel.store.kind = s3").withFallback(ConfigFactory.load())));
    }

    private long delay(int entries, long waiting, long sinceFlush, long sinceAcknowledged, int inFlight) {
        return policy.delay(entries, entries, waiting, sinceFlush, sinceAcknowledged, inFlight);
    }

    private void usually(long nanos) {
        policy.stored(nanos);
    }
}
