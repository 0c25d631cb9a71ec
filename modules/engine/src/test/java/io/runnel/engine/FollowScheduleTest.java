package io.runnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract 7.4 and 7.6. */
class FollowScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void patienceBeginsAtTheTail() {
        FollowSchedule schedule = schedule(10L);
        schedule.delivered(100 * SECOND);
        assertThat(schedule.isOver(200 * SECOND)).isFalse();
        schedule.reachedTail(200 * SECOND);
        assertThat(schedule.isOver(209 * SECOND)).isFalse();
        assertThat(schedule.isOver(210 * SECOND)).isTrue();
    }

    @Test
    void recordsRenewPatienceAndHeartbeatsDoNot() {
        FollowSchedule schedule = schedule(10L);
        schedule.reachedTail(0);
        schedule.heartbeat(5 * SECOND);
        assertThat(schedule.isOver(10 * SECOND)).isTrue();
        schedule.delivered(9 * SECOND);
        assertThat(schedule.isOver(18 * SECOND)).isFalse();
        assertThat(schedule.isOver(19 * SECOND)).isTrue();
    }

    @Test
    void comingBackToTheTailDoesNotRenewPatience() {
        FollowSchedule schedule = schedule(10L);
        schedule.reachedTail(0);
        schedule.reachedTail(8 * SECOND);
        assertThat(schedule.isOver(10 * SECOND)).isTrue();
    }

    @Test
    void aReadWithoutWaitFollowsForEver() {
        FollowSchedule schedule = schedule(null);
        schedule.reachedTail(0);
        assertThat(schedule.isOver(Long.MAX_VALUE / 2)).isFalse();
    }

    @Test
    void noWaitIsOverAtOnce() {
        FollowSchedule schedule = schedule(0L);
        schedule.reachedTail(7);
        assertThat(schedule.isOver(7)).isTrue();
    }

    @Test
    void theLongestWaitDoesNotOverflow() {
        FollowSchedule schedule = schedule(0xFFFF_FFFFL);
        long now = Long.MAX_VALUE - 5;
        schedule.reachedTail(now);
        schedule.heartbeat(now);
        assertThat(schedule.isOver(now + 60 * SECOND)).isFalse();
        assertThat(schedule.pauseNanos(now)).isPositive();
    }

    @Property
    void heartbeatsComeWithinFiveToFifteenSeconds(@ForAll long seed) {
        FollowSchedule schedule = new FollowSchedule(null, 5 * SECOND, 15 * SECOND, new SplittableRandom(seed));
        schedule.reachedTail(0);
        schedule.heartbeat(0);
        long pause = schedule.pauseNanos(0);
        assertThat(pause).isBetween(5 * SECOND, 15 * SECOND);
        assertThat(schedule.heartbeatIsDue(pause - 1)).isFalse();
        assertThat(schedule.heartbeatIsDue(pause)).isTrue();
        schedule.delivered(pause - 1);
        assertThat(schedule.heartbeatIsDue(pause)).isFalse();
    }

    private static FollowSchedule schedule(@Nullable Long waitSecs) {
        return new FollowSchedule(waitSecs, 5 * SECOND, 15 * SECOND, new SplittableRandom(1));
    }
}
