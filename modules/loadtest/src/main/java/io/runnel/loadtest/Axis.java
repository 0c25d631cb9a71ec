package io.runnel.loadtest;

import java.util.ArrayList;
import java.util.List;

/** A scale from values to the unit interval, with ticks at round values. */
final class Axis {
    private final double from;
    private final double until;
    private final boolean logarithmic;
    private final List<Double> ticks;

    private Axis(double from, double until, boolean logarithmic, List<Double> ticks) {
        this.from = from;
        this.until = until;
        this.logarithmic = logarithmic;
        this.ticks = List.copyOf(ticks);
    }

    /** From 0 to a round value of {@code max} or more. */
    static Axis linear(double max, int atMostTicks) {
        double step = step(Math.max(max, 1e-9) / atMostTicks);
        int count = (int) Math.ceil(max / step - 1e-9);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= Math.max(1, count); i++) {
            ticks.add(i * step);
        }
        return new Axis(0, ticks.get(ticks.size() - 1), false, ticks);
    }

    /** As {@link #linear}, but ending exactly at {@code max}. */
    static Axis time(double max, int atMostTicks) {
        double end = Math.max(max, 1e-9);
        Axis round = linear(end, atMostTicks);
        return new Axis(
                0, end, false, round.ticks.stream().filter(tick -> tick <= end).toList());
    }

    /** Over whole powers of ten. */
    static Axis logarithmic(double min, double max) {
        int low = (int) Math.floor(Math.log10(Math.max(1, min)));
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(Math.max(1, max))));
        List<Double> ticks = new ArrayList<>();
        for (int power = low; power <= high; power++) {
            ticks.add(Math.pow(10, power));
        }
        return new Axis(low, high, true, ticks);
    }

    /** 1, 2 or 5 times a power of ten, and not less than this. */
    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= atLeast * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Where a value lies: 0 at the beginning, 1 at the end, never beyond. */
    double at(double value) {
        double scaled = logarithmic ? Math.log10(Math.max(1e-9, value)) : value;
        return Math.max(0, Math.min(1, (scaled - from) / (until - from)));
    }

    List<Double> ticks() {
        return ticks;
    }
}
