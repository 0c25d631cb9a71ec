package io.runnel.bench;

import io.runnel.bench.Latencies.Percentiles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good is good enough for one kind of work. What is 0 is not asked for.
 *
 * @param times at least so many times the figure of the reference, in the same run
 * @param p50Millis at most
 * @param p99Millis at most
 * @param putsPerSecond at most
 */
record Goal(double times, double p50Millis, double p99Millis, double putsPerSecond) {
    static Goal times(double times) {
        return new Goal(times, 0, 0, 0);
    }

    Goal withP50(double millis) {
        return new Goal(times, millis, p99Millis, putsPerSecond);
    }

    Goal withP99AndPuts(double millis, double puts) {
        return new Goal(times, p50Millis, millis, puts);
    }

    /** What a server did. */
    record Figure(double value, Percentiles latencies, double putsPerSecond) {
        @Override
        public String toString() {
            String latency = latencies.count() == 0 ? "" : " (" + latencies + " ms)";
            String puts = putsPerSecond == 0 ? "" : ", " + Figures.number(putsPerSecond) + " PUT/s";
            return Figures.number(value) + latency + puts;
        }
    }

    /** Yes, no, or what cannot be told without a reference. */
    String reachedBy(Figure figure, @Nullable Figure reference) {
        boolean slower = reference != null && figure.value() < times * reference.value();
        boolean fails = slower
                || exceeds(figure.latencies().p50(), p50Millis)
                || exceeds(figure.latencies().p99(), p99Millis)
                || exceeds(figure.putsPerSecond(), putsPerSecond);
        return fails ? "no" : reference == null && times > 0 ? "?" : "yes";
    }

    private static boolean exceeds(double value, double limit) {
        return limit > 0 && value > limit;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (times > 0) {
            parts.add("≥ " + times + "×");
        }
        if (p50Millis > 0) {
            parts.add("p50 ≤ " + Figures.number(p50Millis) + " ms");
        }
        if (p99Millis > 0) {
            parts.add("p99 ≤ " + Figures.number(p99Millis) + " ms");
        }
        if (putsPerSecond > 0) {
            parts.add("≤ " + Figures.number(putsPerSecond) + " PUT/s");
        }
        return String.join(", ", parts);
    }
}
