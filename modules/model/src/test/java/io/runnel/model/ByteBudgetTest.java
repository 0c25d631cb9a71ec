package io.runnel.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.model.ByteBudget.Waiter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget permits = new ByteBudget(100);
    private final List<String> granted = new ArrayList<>();

    @Test
    void whoFitsIsLetIn() {
        assertThat(permits.tryAcquire(60)).isTrue();
        assertThat(permits.tryAcquire(60)).isFalse();
        assertThat(permits.tryAcquire(40)).isTrue();
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        permits.tryAcquire(80);
        permits.acquire(waiter("large", 50));
        assertThat(permits.tryAcquire(10)).isFalse();
        permits.acquire(waiter("small", 10));
        assertThat(granted).isEmpty();
        permits.release(80);
        assertThat(granted).containsExactly("large", "small");
    }

    @Test
    void whoIsLargerThanEverythingGoesAlone() {
        permits.tryAcquire(1);
        permits.acquire(waiter("huge", 1000));
        assertThat(granted).isEmpty();
        permits.release(1);
        assertThat(granted).containsExactly("huge");
        assertThat(permits.tryAcquire(1)).isFalse();
        permits.release(1000);
        assertThat(permits.tryAcquire(100)).isTrue();
    }

    @Test
    void whoLeavesTheLineHoldsNobodyUp() {
        permits.tryAcquire(80);
        Waiter large = waiter("large", 50);
        permits.acquire(large);
        permits.acquire(waiter("small", 10));
        assertThat(permits.waitingBytes()).isEqualTo(60);
        assertThat(permits.cancel(large)).isTrue();
        assertThat(granted).containsExactly("small");
        assertThat(permits.cancel(large)).isFalse();
        assertThat(permits.waitingBytes()).isZero();
    }

    @Test
    void manyWhoGiveTheirRoomBackAtOnceAreNoProblem() {
        permits.tryAcquire(100);
        for (int i = 0; i < 100_000; i++) {
            permits.acquire(new Waiter(60, () -> {
                granted.add("one");
                permits.release(60);
            }));
        }
        permits.release(100);
        assertThat(granted).hasSize(100_000);
        assertThat(permits.tryAcquire(100)).isTrue();
    }

    private Waiter waiter(String name, long bytes) {
        return new Waiter(bytes, () -> granted.add(name));
    }
}
