package io.runnel.top;

import java.util.Locale;

/** Figures as people read them; "–" for what is not told. */
final class Units {
    static final String NONE = "–";

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Units() {}

    /** {@code 12.3 MiB}. */
    static String bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return NONE;
        }
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        return threeDigits(value, unit == 0) + " " + SIZES[unit];
    }

    /** {@code 1.23 ms}. */
    static String seconds(double seconds) {
        if (Double.isNaN(seconds)) {
            return NONE;
        }
        if (seconds < 999.5e-6) {
            return String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
        }
        return seconds < 0.9995 ? threeDigits(seconds * 1e3, false) + " ms" : threeDigits(seconds, false) + " s";
    }

    /** {@code 1,234}, and one digit more below 10. */
    static String count(double count) {
        if (Double.isNaN(count)) {
            return NONE;
        }
        boolean whole = count == Math.rint(count) || count >= 9.95;
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%.1f", count);
    }

    private static String threeDigits(double value, boolean whole) {
        String format = whole || value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
