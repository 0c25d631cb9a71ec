package io.runnel.console;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 60s}, {@code 1h 30m}, {@code 2days}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("\\s*(\\d{1,18})\\s*([A-Za-z]+)\\s*");
    private static final long DAY = 86_400_000_000_000L;

    /** In nanoseconds. A month and a year are those of the calendar on the average, as in the field's command. */
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", DAY),
            Map.entry("w", 7 * DAY),
            Map.entry("M", 2_630_016_000_000_000L),
            Map.entry("y", 31_557_600_000_000_000L));

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("nsec", "ns"),
            Map.entry("usec", "us"),
            Map.entry("msec", "ms"),
            Map.entry("sec", "s"),
            Map.entry("second", "s"),
            Map.entry("min", "m"),
            Map.entry("minute", "m"),
            Map.entry("hr", "h"),
            Map.entry("hour", "h"),
            Map.entry("day", "d"),
            Map.entry("week", "w"),
            Map.entry("month", "M"),
            Map.entry("year", "y"));

    private Durations() {}

    /** @throws IllegalArgumentException if it is none, or too long to be counted */
    public static Duration parse(String text) {
        if (text.strip().equals("0")) {
            return Duration.ZERO;
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int at = 0;
        while (at < text.length()) {
            Long unit = part.find(at) && part.start() == at ? unit(part.group(2)) : null;
            if (unit == null) {
                throw new IllegalArgumentException("a duration looks like 60s or 1h 30m, was '" + text + "'");
            }
            sum = sum.plus(times(Long.parseLong(part.group(1)), unit));
            at = part.end();
        }
        if (at == 0) {
            throw new IllegalArgumentException("a duration looks like 60s or 1h 30m, was ''");
        }
        return sum;
    }

    private static Duration times(long count, long unitNanos) {
        try {
            return Duration.ofNanos(unitNanos % 1_000_000_000)
                    .multipliedBy(count)
                    .plus(Duration.ofSeconds(unitNanos / 1_000_000_000).multipliedBy(count));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a duration of " + count + " such units is too long", e);
        }
    }

    private static @Nullable Long unit(String name) {
        Long known = UNITS.get(name);
        if (known != null) {
            return known;
        }
        String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        String letter = NAMES.getOrDefault(name, NAMES.get(singular));
        return letter == null ? null : UNITS.get(letter);
    }

    /** The shortest that says the same: {@code 1h 30m}. Parts of a millisecond are left out. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = append(text, millis, 86_400_000, "d");
        rest = append(text, rest, 3_600_000, "h");
        rest = append(text, rest, 60_000, "m");
        rest = append(text, rest, 1_000, "s");
        append(text, rest, 1, "ms");
        return text.toString();
    }

    private static long append(StringBuilder text, long millis, long unit, String name) {
        if (millis >= unit) {
            text.append(text.length() == 0 ? "" : " ").append(millis / unit).append(name);
        }
        return millis % unit;
    }

    /** From the command line. */
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
