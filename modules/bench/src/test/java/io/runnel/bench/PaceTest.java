package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    @Test
    void givesAsManyAsItMayWithoutARate() {
        assertThat(Pace.unlimited().due(5, 1000)).isEqualTo(1000);
    }

    @Test
    void givesARecordWhenItIsDueAndNotBefore() {
        Pace pace = Pace.of(1000, 0);
        pace.begin(0);

        assertThat(pace.due(MILLI / 2, 10)).isZero();
        assertThat(pace.dueNanos()).isEqualTo(MILLI);
        assertThat(pace.due(MILLI, 10)).isEqualTo(1);
        assertThat(pace.dueNanos()).isEqualTo(MILLI);
        assertThat(pace.due(MILLI, 10)).isZero();
    }

    @Test
    void catchesUpWithWhatItMissedAndCountsFromWhenItWasDue() {
        Pace pace = Pace.of(1000, 0);
        pace.begin(0);

        assertThat(pace.due(25 * MILLI, 10)).isEqualTo(10);
        assertThat(pace.dueNanos()).isEqualTo(MILLI);
        assertThat(pace.due(25 * MILLI, 10)).isEqualTo(10);
        assertThat(pace.dueNanos()).isEqualTo(11 * MILLI);
        assertThat(pace.due(25 * MILLI, 10)).isEqualTo(5);
    }

    @Test
    void gathersRecordsForTheLinger() {
        Pace pace = Pace.of(1000, 5);
        pace.begin(0);

        assertThat(pace.due(3 * MILLI, 10)).isZero();
        assertThat(pace.dueNanos()).isEqualTo(6 * MILLI);
        assertThat(pace.due(6 * MILLI, 10)).isEqualTo(6);
    }

    @Test
    void doesNotLingerWithAFullBatch() {
        Pace pace = Pace.of(1000, 5);
        pace.begin(0);

        assertThat(pace.due(3 * MILLI, 3)).isEqualTo(3);
    }
}
