package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.engine.StreamLink.Emptiness;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.StreamName;
import io.runnel.model.TimestampingMode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Contract 9.4 and 15.14: in time, never early, and spared by any sign of life. */
class EmptinessWatchTest {
    private static final StreamName STREAM = new StreamName("s");
    private static final long INTERVAL = 60_000;
    private static final long START = 1_000_000;

    private final EmptinessWatch watch = new EmptinessWatch(INTERVAL);

    @Test
    void looksOnceTheAgeIsReached() {
        watch.configured(STREAM, config(10), START);
        assertThat(watch.due(START + 9_999, 10)).isEmpty();
        assertThat(watch.due(START + 10_000, 10)).containsExactly(STREAM);
        // It has not answered: it is asked again, but not before an interval.
        assertThat(watch.due(START + 10_000 + INTERVAL - 1, 10)).isEmpty();
        assertThat(watch.due(START + 10_000 + INTERVAL, 10)).containsExactly(STREAM);
    }

    @Test
    void condemnsWhatIsEmptyAndOldEnough() {
        ask(10, START + 10_000);
        assertThat(answer(true, START, 10, START + 10_000)).isTrue();
        assertThat(watch.isDoomed(STREAM, entry(10), START + 10_001)).isTrue();
        assertThat(watch.isDoomed(STREAM, entry(10), START + 10_001)).isFalse();
    }

    @Test
    void sparesWhatWasWrittenToMeanwhile() {
        ask(10, START + 10_000);
        assertThat(answer(true, START + 5_000, 10, START + 10_000)).isFalse();
        assertThat(watch.due(START + 14_999, 10)).isEmpty();
        assertThat(watch.due(START + 15_000, 10)).containsExactly(STREAM);
    }

    @Test
    void sparesWhatHoldsRecordsUntilTheyExpire() {
        ask(10, START + 10_000);
        assertThat(answer(false, START, 10, START + 10_000)).isFalse();
        assertThat(watch.due(START + 10_000 + 99_999, 10)).isEmpty();
        assertThat(watch.due(START + 10_000 + 100_000, 10)).containsExactly(STREAM);
    }

    @Test
    void recordsThatNeverExpireAreNotLookedAtAgain() {
        StreamConfig config = config(10, new RetentionPolicy.Infinite());
        watch.configured(STREAM, config, START);
        watch.due(START + 10_000, 10);
        assertThat(watch.answered(new Emptiness(STREAM, 1, false, START), config, START + 10_000))
                .isFalse();
        assertThat(watch.due(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void aSignOfLifeUndoesTheVerdict() {
        ask(10, START + 10_000);
        assertThat(answer(true, START, 10, START + 10_000)).isTrue();
        watch.signOfLife(STREAM);
        assertThat(watch.isDoomed(STREAM, entry(10), START + 10_001)).isFalse();
    }

    @Test
    void anAnswerFromBeforeASignOfLifeDoesNotCount() {
        ask(10, START + 10_000);
        watch.signOfLife(STREAM);
        assertThat(answer(true, START, 10, START + 10_000)).isFalse();
        assertThat(watch.due(START + 10_000 + INTERVAL, 10)).containsExactly(STREAM);
    }

    @Test
    void aLongerAgeSparesTheCondemned() {
        ask(10, START + 10_000);
        assertThat(answer(true, START, 10, START + 10_000)).isTrue();
        assertThat(watch.isDoomed(STREAM, entry(100), START + 10_001)).isFalse();
        assertThat(watch.due(START + 10_001 + 100_000, 10)).containsExactly(STREAM);
    }

    @Test
    void switchingItOffSparesTheCondemnedAtOnce() {
        ask(10, START + 10_000);
        assertThat(answer(true, START, 10, START + 10_000)).isTrue();
        watch.configured(STREAM, config(0), START + 10_001);
        assertThat(watch.isDoomed(STREAM, entry(0), START + 10_002)).isFalse();
        assertThat(watch.due(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void anotherStreamOfTheNameIsNotCondemned() {
        ask(10, START + 10_000);
        assertThat(answer(true, START, 10, START + 10_000)).isTrue();
        CatalogueEntry other = new CatalogueEntry(2, config(10), 1, true, Instant.EPOCH, null, null);
        assertThat(watch.isDoomed(STREAM, other, START + 99_999)).isFalse();
        assertThat(watch.isDoomed(STREAM, null, START + 99_999)).isFalse();
    }

    @Test
    void theLongestAgeNeverComes() {
        StreamConfig config = config(-1, new RetentionPolicy.Age(-1));
        watch.configured(STREAM, config, START);
        watch.expect(STREAM, START);
        assertThat(watch.due(START, 10)).containsExactly(STREAM);
        assertThat(watch.answered(new Emptiness(STREAM, 1, true, START), config, START + 1))
                .isFalse();
        assertThat(watch.answered(new Emptiness(STREAM, 1, true, START), config, START + 1))
                .isFalse();
        assertThat(watch.due(Long.MAX_VALUE - 1, 10)).isEmpty();
    }

    @Test
    void afterARecoveryEverythingIsLookedAtWithinTenMinutes() {
        watch.recovered(STREAM, config(86_400), START);
        watch.recovered(new StreamName("off"), config(0), START);
        assertThat(watch.due(START + 599_999, 10)).isEmpty();
        assertThat(watch.due(START + 600_000, 10)).containsExactly(STREAM);
    }

    @Test
    void looksAtSoManyAtATime() {
        for (int i = 0; i < 5; i++) {
            watch.configured(new StreamName("s" + i), config(1), START);
        }
        assertThat(watch.due(START + 1000, 3)).hasSize(3);
        assertThat(watch.due(START + 1000, 3)).hasSize(2);
        assertThat(watch.due(START + 1000, 3)).isEmpty();
    }

    private void ask(long minAgeSecs, long atMillis) {
        watch.configured(STREAM, config(minAgeSecs), START);
        assertThat(watch.due(atMillis, 10)).containsExactly(STREAM);
    }

    private boolean answer(boolean empty, long lastWriteMillis, long minAgeSecs, long nowMillis) {
        return watch.answered(new Emptiness(STREAM, 1, empty, lastWriteMillis), config(minAgeSecs), nowMillis);
    }

    private static CatalogueEntry entry(long minAgeSecs) {
        return new CatalogueEntry(1, config(minAgeSecs), 1, true, Instant.EPOCH, null, null);
    }

    private static StreamConfig config(long minAgeSecs) {
        return config(minAgeSecs, new RetentionPolicy.Age(100));
    }

    private static StreamConfig config(long minAgeSecs, RetentionPolicy retention) {
        return new StreamConfig("express", retention, TimestampingMode.CLIENT_PREFER, false, minAgeSecs);
    }
}
