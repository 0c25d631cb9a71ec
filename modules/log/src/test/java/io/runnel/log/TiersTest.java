package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TiersTest {
    private static final Id LOG = new Id(1, 1);
    private static final int MOST_LEVELS = 6;

    @Test
    void makesOneOfEight() {
        assertThat(Tiers.due(runs(0, 10, 10, 10, 10, 10, 10, 10), 1000)).isEmpty();
        assertThat(Tiers.due(runs(0, 10, 10, 10, 10, 10, 10, 10, 10, 10), 1000)).hasSize(8);
    }

    @Test
    void makesOneOfFewerThatFillIt() {
        assertThat(Tiers.due(runs(0, 400, 300, 200), 1000)).isEmpty();
        assertThat(Tiers.due(runs(0, 400, 300, 200, 200), 1000))
                .extracting(RunId::bytes)
                .containsExactly(400, 300, 200);
    }

    @Test
    void leavesAloneWhatIsHalfFull() {
        assertThat(Tiers.due(runs(0, 501, 501, 700, 501, 990, 1000, 501, 501, 501, 501), 1000))
                .isEmpty();
    }

    @Test
    void mergesOnlyRunsOfOneLevel() {
        List<RunId> runs = new ArrayList<>(runs(0, 10, 10, 10, 10));
        runs.addAll(runs(1, 10, 10, 10, 10));
        assertThat(Tiers.due(runs, 1000)).isEmpty();
    }

    @Property(tries = 50)
    void leavesFewRunsHoweverManyThereWereAndMovesNothingOften(@ForAll long seed) {
        Random random = new Random(seed);
        int max = 1 << (16 + random.nextInt(10));
        int largest = max >> random.nextInt(12);
        List<RunId> runs = new ArrayList<>();
        long total = 0;
        long moved = 0;
        for (int number = 1; number <= 3000; number++) {
            RunId rolledUp = new RunId(LOG, number, 0, 1 + random.nextInt(largest));
            total += rolledUp.bytes();
            runs.add(rolledUp);
            for (List<RunId> due = Tiers.due(runs, max); !due.isEmpty(); due = Tiers.due(runs, max)) {
                int bytes = due.stream().mapToInt(RunId::bytes).sum();
                assertThat(bytes).isLessThanOrEqualTo(max);
                assertThat(due).hasSizeGreaterThan(1);
                moved += bytes;
                runs.removeAll(due);
                runs.add(new RunId(LOG, number * 1000 + runs.size(), due.get(0).level() + 1, bytes));
            }
            assertThat((long) runs.size()).isLessThanOrEqualTo(2 * total / max + 7L * MOST_LEVELS);
        }
        assertThat(moved).isLessThanOrEqualTo(MOST_LEVELS * total);
    }

    private static List<RunId> runs(int level, int... bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> new RunId(LOG, 100L * level + i, level, bytes[i]))
                .toList();
    }
}
