package io.runnel.top;

import java.util.ArrayDeque;
import java.util.Deque;

/** The latest values, as a row of little bars. */
final class Trend {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final int length;
    private final Deque<Double> values = new ArrayDeque<>();

    Trend(int length) {
        this.length = length;
    }

    void add(double value) {
        values.addLast(Double.isNaN(value) ? 0 : value);
        if (values.size() > length) {
            values.removeFirst();
        }
    }

    /** The newest comes last; the highest decides about the height of all. */
    @Override
    public String toString() {
        double max = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder bars = new StringBuilder();
        for (double value : values) {
            bars.append(BARS.charAt(max <= 0 ? 0 : (int) Math.round(value / max * (BARS.length() - 1))));
        }
        return bars.toString();
    }
}
