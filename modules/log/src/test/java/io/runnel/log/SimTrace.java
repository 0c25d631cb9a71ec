package io.runnel.log;

import org.jspecify.annotations.Nullable;

/** The last things that happened, put into words only if somebody asks. */
final class SimTrace {
    private static final int KEPT = 300;

    private final Line[] lines = new Line[KEPT];
    private final Simulation simulation;
    private long count;

    private record Line(
            long at, String who, String what, @Nullable Object detail) {
        @Override
        public String toString() {
            return "%14.3f ms  %-5s %s %s".formatted(at / 1e6, who, what, detail == null ? "" : detail);
        }
    }

    SimTrace(Simulation simulation) {
        this.simulation = simulation;
    }

    void add(String who, String what, @Nullable Object detail) {
        lines[(int) (count++ % KEPT)] = new Line(simulation.now(), who, what, detail);
    }

    /** How many things have happened. */
    long count() {
        return count;
    }

    String tail(int most) {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - Math.min(most, KEPT)); i < count; i++) {
            text.append(i).append(' ').append(lines[(int) (i % KEPT)]).append('\n');
        }
        return text.toString();
    }
}
