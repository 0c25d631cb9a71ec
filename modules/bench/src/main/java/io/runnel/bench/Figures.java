package io.runnel.bench;

import java.util.Locale;

/** Figures as people read them: three digits that count. */
final class Figures {
    static final double MIB = 1024.0 * 1024;
    static final double GIB = MIB * 1024;

    private Figures() {}

    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
