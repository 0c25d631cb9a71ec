package io.runnel.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static Inbox.Entry<Integer> entry(int bytes, Integer item) {
        return new Inbox.Entry<>(bytes, item);
    }

    @Property(tries = 500)
    void whoComesFirstIsServedFirstAndNeverMoreThanThereIsRoomFor(@ForAll long seed) {
        Random random = new Random(seed);
        int room = 50 + random.nextInt(100);
        int most = 1 + random.nextInt(8);
        Inbox<Integer> inbox = new Inbox<>(room, most);
        List<Integer> sizes = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        int left = 0;
        long inside = 0;
        for (int i = 0; i < 300; i++) {
            if (random.nextBoolean()) {
                int size = 1 + random.nextInt(50);
                sizes.add(size);
                inbox.enter(entry(size, sizes.size() - 1), true);
            } else if (left < taken.size()) {
                inside -= sizes.get(taken.get(left));
                inbox.leave(sizes.get(taken.get(left)), 1);
                left++;
            }
            for (Integer each : inbox.take()) {
                taken.add(each);
                inside += sizes.get(each);
            }
            assertThat(inside).isLessThanOrEqualTo(room);
            assertThat(taken.size() - left).isLessThanOrEqualTo(most);
        }
        assertThat(taken).isSorted().doesNotHaveDuplicates();
        while (left < taken.size()) {
            inbox.leave(sizes.get(taken.get(left++)), 1);
            taken.addAll(inbox.take());
        }
        assertThat(taken).hasSameSizeAs(sizes);
        assertThat(inbox.bytes()).isZero();
    }

    @Test
    void whatWaitsWhenItIsClosedStillGetsIn() {
        Inbox<Integer> inbox = new Inbox<>(10, 10);
        inbox.enter(entry(10, 1), true);
        inbox.enter(entry(5, 2), true);
        assertThat(inbox.closeToNew(new SessionClosedException("closed"))).isEmpty();
        assertThat(inbox.enter(entry(1, 3), true)).isEqualTo(Inbox.Admission.CLOSED);
        assertThat(inbox.take()).containsExactly(1);
        assertThat(inbox.isDone()).isFalse();
        inbox.leave(10, 1);
        assertThat(inbox.take()).containsExactly(2);
        assertThat(inbox.isDone()).isTrue();
    }

    @Test
    void whoGivesUpMakesRoomForTheNext() {
        Inbox<Integer> inbox = new Inbox<>(10, 10);
        inbox.enter(entry(8, 1), true);
        Inbox.Entry<Integer> large = entry(9, 2);
        inbox.enter(large, true);
        assertThat(inbox.enter(entry(2, 3), false)).isEqualTo(Inbox.Admission.FULL);
        assertThat(inbox.withdraw(large)).isTrue();
        assertThat(inbox.enter(entry(2, 4), false)).isEqualTo(Inbox.Admission.GRANTED);
    }
}
