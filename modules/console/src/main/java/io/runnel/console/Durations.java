package io.runnel.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations for people: {@code 7d}, {@code 1h 30m}, {@code 500ms}; parts add up. Units from seconds on are those of the server's
 * setup file, a month being 30.44 days and a year 365.25.
 */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(\\d+)\\s*([a-zA-Z]+)\\s*");
    private static final long MONTH = 2_630_016;
    private static final long YEAR = 31_557_600;
    private static final long DAY = 86_400;

    private Durations() {}

    /** @throws IllegalArgumentException with a message for people if the text is no duration, or too long a one */
    public static Duration parse(String text) {
        if (text.strip().equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        try {
            while (at < text.length() && parts.find(at) && parts.start() == at) {
                Duration unit = unit(parts.group(2));
                if (unit.isZero()) {
                    break;
                }
                sum = sum.plus(unit.multipliedBy(Long.parseLong(parts.group(1))));
                at = parts.end();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the duration '" + text + "' is too long");
        }
        if (at == 0 || at < text.length()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 7d, 1h 30m or 500ms");
        }
        return sum;
    }

    private static Duration unit(String unit) {
        return switch (unit.equals("M") ? "month" : unit.toLowerCase(Locale.ROOT)) {
            case "ns", "nsec", "nanos" -> Duration.ofNanos(1);
            case "us", "usec", "micros" -> Duration.ofNanos(1000);
            case "ms", "msec", "millis" -> Duration.ofMillis(1);
            case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(1);
            case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(1);
            case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(1);
            case "d", "day", "days" -> Duration.ofDays(1);
            case "w", "wk", "wks", "week", "weeks" -> Duration.ofDays(7);
            case "month", "months" -> Duration.ofSeconds(MONTH);
            case "y", "yr", "yrs", "year", "years" -> Duration.ofSeconds(YEAR);
            default -> Duration.ZERO;
        };
    }

    /** The shortest that says the same: {@code 1h 30m}. Parts of a millisecond are left out. */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        long rest = append(text, duration.toSeconds(), DAY, "d");
        rest = append(text, rest, 3600, "h");
        rest = append(text, rest, 60, "m");
        append(text, rest, 1, "s");
        append(text, duration.toMillisPart(), 1, "ms");
        return text.length() == 0 ? "0s" : text.toString();
    }

    /**
     * Seconds as {@link #format} has them.
     *
     * @param seconds unsigned 64-bit
     */
    public static String formatSeconds(long seconds) {
        return seconds < 0 ? Long.toUnsignedString(seconds) + "s" : format(Duration.ofSeconds(seconds));
    }

    private static long append(StringBuilder text, long amount, long unit, String name) {
        if (amount >= unit) {
            text.append(text.length() == 0 ? "" : " ").append(amount / unit).append(name);
        }
        return amount % unit;
    }

    /** For options. */
    public static final class Converter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
