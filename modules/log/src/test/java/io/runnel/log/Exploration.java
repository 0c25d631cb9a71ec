package io.runnel.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Looks at all states of a model, in the order of their distance from the first. */
final class Exploration {
    private static final int CAPACITY = 1 << 23;

    private final Model model;
    private final long[] table = new long[CAPACITY]; // 0 is no state
    private long[] states = new long[1 << 16];
    private int[] from = new int[1 << 16];
    private int size;

    /** Everything that can happen, in so few words that it can be tried. A state is a {@code long}, and never 0. */
    interface Model {
        long first();

        void successors(long state, Visitor to);

        /** @return the promise that is not kept, or an empty string */
        String broken(long state);
    }

    /** Is told what can happen next. */
    interface Visitor {
        void next(String what, int detail, long state);
    }

    Exploration(Model model) {
        this.model = model;
    }

    /** How many states there are. */
    int size() {
        return size;
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
            steps.add(step(states[from[i]], states[i]));
        }
        Collections.reverse(steps);
        return steps;
    }

    private String step(long state, long to) {
        String[] step = {""};
        model.successors(state, (what, detail, next) -> step[0] = next == to ? what + " " + detail : step[0]);
        return step[0];
    }
}
