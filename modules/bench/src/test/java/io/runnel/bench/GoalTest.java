package io.runnel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.bench.Goal.Figure;
import io.runnel.bench.Latencies.Percentiles;
import org.junit.jupiter.api.Test;

class GoalTest {
    private static final Percentiles FAST = new Percentiles(1000, 5, 50, 60);

    @Test
    void isReachedByEnoughTimesTheReference() {
        Goal goal = Goal.times(2);

        assertThat(goal.reachedBy(figure(200, FAST), figure(100, FAST))).isEqualTo("yes");
        assertThat(goal.reachedBy(figure(199, FAST), figure(100, FAST))).isEqualTo("no");
    }

    @Test
    void cannotBeToldWithoutAReference() {
        assertThat(Goal.times(2).reachedBy(figure(200, FAST), null)).isEqualTo("?");
    }

    @Test
    void isMissedByBeingLateOrDear() {
        assertThat(Goal.times(1).withP50(4).reachedBy(figure(200, FAST), figure(100, FAST)))
                .isEqualTo("no");
        Goal far = Goal.times(1).withP99AndPuts(49, 45);
        assertThat(far.reachedBy(figure(200, FAST), figure(100, FAST))).isEqualTo("no");
        Goal cheap = Goal.times(1).withP99AndPuts(100, 45);
        assertThat(cheap.reachedBy(new Figure(200, FAST, 46), figure(100, FAST)))
                .isEqualTo("no");
        assertThat(cheap.reachedBy(new Figure(200, FAST, 45), figure(100, FAST)))
                .isEqualTo("yes");
    }

    private static Figure figure(double value, Percentiles latencies) {
        return new Figure(value, latencies, 0);
    }
}
