package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.log.SealModel.Mistake;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that can happen when a log ends is tried. */
class SealModelTest {
    private static final int SLOTS = 4;

    @Test
    void noStateBreaksAPromise() {
        Exploration exploration = new Exploration(Mistake.NONE);
        assertThat(exploration.run()).isEmpty();
        assertThat(exploration.size).isEqualTo(3_417_719);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMistakeBreaksOne(Mistake mistake) {
        List<String> steps = new Exploration(mistake).run();
        assertThat(steps)
                .as("the way there")
                .hasSizeGreaterThan(1)
                .last()
                .asString()
                .startsWith("I-");
    }

    /** Of all states, in the order of their distance from the first. */
    private static final class Exploration {
        private static final int CAPACITY = 1 << 23;

        private final SealModel model;
        private final long[] table = new long[CAPACITY]; // 0 is no state: the writer's next slot is 1 at least
        private long[] states = new long[1 << 16];
        private int[] from = new int[1 << 16];
        private int size;

        Exploration(Mistake mistake) {
            model = new SealModel(SLOTS, mistake);
        }

        /** @return the shortest way to a broken promise, and which; nothing if there is none */
        List<String> run() {
            add(model.first(), -1);
            for (int i = 0; i < size; i++) {
                String broken = model.broken(states[i]);
                if (!broken.isEmpty()) {
                    return way(i, broken);
                }
                int here = i;
                model.successors(states[i], (what, slot, next) -> add(next, here));
            }
            return List.of();
        }

        private void add(long state, int before) {
            int at = (int) ((state * 0x9E3779B97F4A7C15L) >>> 41);
            while (table[at] != 0) {
                if (table[at] == state) {
                    return;
                }
                at = (at + 1) % CAPACITY;
            }
            if (size == CAPACITY * 3 / 4) {
                throw new IllegalStateException("more states than expected");
            }
            table[at] = state;
            if (size == states.length) {
                states = Arrays.copyOf(states, 2 * size);
                from = Arrays.copyOf(from, 2 * size);
            }
            states[size] = state;
            from[size++] = before;
        }

        private List<String> way(int to, String end) {
            List<String> steps = new ArrayList<>(List.of(end));
            for (int i = to; from[i] >= 0; i = from[i]) {
                steps.add(model.step(states[from[i]], states[i]));
            }
            Collections.reverse(steps);
            return steps;
        }
    }
}
