package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PutBudgetTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void withoutALimitNobodyWaits() {
        PutBudget none = new PutBudget(0, 7);
        for (int i = 0; i < 1000; i++) {
            assertThat(none.delay(7)).isZero();
            none.spend(7);
        }
    }

    @Test
    void aQuarterOfASecondMayComeAtOnceAndTheRestInTurn() {
        PutBudget budget = new PutBudget(40, 0);
        for (int i = 0; i < 10; i++) {
            assertThat(budget.delay(0)).isZero();
            budget.spend(0);
        }
        assertThat(budget.delay(0)).isEqualTo(SECOND / 40);
        assertThat(budget.delay(SECOND / 80)).isEqualTo(SECOND / 80);
        assertThat(budget.delay(SECOND / 40)).isZero();
    }

    @Test
    void nothingIsSavedUpBeyondThat() {
        PutBudget budget = new PutBudget(4, 0);
        budget.spend(3600 * SECOND);
        assertThat(budget.delay(3600 * SECOND)).isEqualTo(SECOND / 4);
    }

    @Property(tries = 200)
    void inNoStretchOfTimeThereAreMore(@ForAll @IntRange(min = 1, max = 500) int perSecond, @ForAll long seed) {
        Random random = new Random(seed);
        PutBudget budget = new PutBudget(perSecond, 0);
        long now = 0;
        int made = 0;
        for (int i = 0; i < 2000; i++) {
            now += random.nextInt(10) == 0 ? random.nextInt(50_000_000) : 0;
            if (budget.delay(now) == 0) {
                budget.spend(now);
                made++;
            }
            double most = Math.max(1, perSecond / 4) + (double) now * perSecond / SECOND * 1.01;
            assertThat((double) made).isLessThanOrEqualTo(most);
        }
    }
}
