package io.runnel.loadtest;

import java.util.Locale;

/** Microseconds as people read them. */
final class Micros {
    private Micros() {}

    /** Three digits and a unit: {@code 1.23 ms}. */
    static String text(long micros) {
        if (micros < 1000) {
            return micros + " µs";
        }
        return micros < 999_500 ? threeDigits(micros / 1e3) + " ms" : threeDigits(micros / 1e6) + " s";
    }

    private static String threeDigits(double value) {
        String format = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, value);
    }
}
