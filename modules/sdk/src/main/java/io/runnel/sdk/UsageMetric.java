package io.runnel.sdk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A figure about use, in one of four shapes. */
public sealed interface UsageMetric {
    /** What it is called. */
    String name();

    /** One number. */
    record Scalar(String name, String unit, double value) implements UsageMetric {}

    /**
     * Numbers that were summed up over intervals.
     *
     * @param interval {@code minute}, {@code hour} or {@code day}; null if the server does not say
     * @param values at the start of each interval
     */
    record Accumulation(String name, String unit, @Nullable String interval, List<Sample> values)
            implements UsageMetric {
        /** @throws NullPointerException if a value is null */
        public Accumulation {
            values = List.copyOf(values);
        }
    }

    /** Numbers as they were at certain times. */
    record Gauge(String name, String unit, List<Sample> values) implements UsageMetric {
        /** @throws NullPointerException if a value is null */
        public Gauge {
            values = List.copyOf(values);
        }
    }

    /** Texts. */
    record Label(String name, List<String> values) implements UsageMetric {
        /** @throws NullPointerException if a value is null */
        public Label {
            values = List.copyOf(values);
        }
    }

    /** A number at a time. */
    record Sample(Instant time, double value) {}
}
