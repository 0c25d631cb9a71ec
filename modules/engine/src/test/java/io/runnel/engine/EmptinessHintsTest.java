package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamConfig;
import io.runnel.model.TimestampingMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmptinessHintsTest {
    private static final long TEN_MINUTES = 600_000;

    private final List<Long> told = new ArrayList<>();
    private final EmptinessHints hints = new EmptinessHints(told::add);

    @Test
    void recordsThatExpireMayLeaveItEmpty() {
        hints.appended(config(new RetentionPolicy.Age(100), 20), false, 1000);
        assertThat(told).containsExactly(121_000L);
    }

    @Test
    void recordsThatStayDoNot() {
        hints.appended(config(new RetentionPolicy.Infinite(), 20), false, 1000);
        assertThat(told).isEmpty();
    }

    @Test
    void aTrimOfEverythingDoes() {
        hints.appended(config(new RetentionPolicy.Infinite(), 20), true, 1000);
        assertThat(told).containsExactly(21_000L);
    }

    @Test
    void nothingIsToldWhileItIsSwitchedOff() {
        hints.appended(config(new RetentionPolicy.Age(100), 0), true, 1000);
        assertThat(told).isEmpty();
    }

    @Test
    void whatComesTooSoonIsToldLater() {
        hints.appended(config(new RetentionPolicy.Infinite(), 20), true, 0);
        hints.appended(config(new RetentionPolicy.Infinite(), 20), true, 5000);
        hints.tick(TEN_MINUTES - 1);
        assertThat(told).containsExactly(20_000L);
        hints.tick(TEN_MINUTES);
        assertThat(told).containsExactly(20_000L, 25_000L);
        hints.tick(3 * TEN_MINUTES);
        assertThat(told).hasSize(2);
    }

    @Test
    void nothingIsForgottenWhenTheStreamStops() {
        hints.appended(config(new RetentionPolicy.Infinite(), 20), true, 0);
        hints.appended(config(new RetentionPolicy.Infinite(), 20), true, 5000);
        hints.flush();
        assertThat(told).containsExactly(20_000L, 25_000L);
    }

    @Test
    void ofAnAgeBeyondAllTimeNothingIsTold() {
        hints.appended(config(new RetentionPolicy.Age(-1), -1), false, 1000);
        assertThat(told).isEmpty();
    }

    private static StreamConfig config(RetentionPolicy retention, long minAgeSecs) {
        return new StreamConfig("express", retention, TimestampingMode.CLIENT_PREFER, false, minAgeSecs);
    }
}
