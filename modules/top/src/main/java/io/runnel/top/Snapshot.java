package io.runnel.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All figures of a server at one time. Immutable. */
final class Snapshot {
    private final long atNanos;
    private final Map<String, List<Sample>> byName = new HashMap<>();

    private Snapshot(long atNanos) {
        this.atNanos = atNanos;
    }

    /** @param atNanos when they were taken, by any clock that goes on evenly */
    static Snapshot of(String exposition, long atNanos) {
        Snapshot snapshot = new Snapshot(atNanos);
        for (Sample sample : ExpositionParser.parse(exposition)) {
            snapshot.byName
                    .computeIfAbsent(sample.name(), name -> new ArrayList<>())
                    .add(sample);
        }
        return snapshot;
    }

    long atNanos() {
        return atNanos;
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    private List<Sample> named(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The sum of all that match; NaN if the server does not tell the name. */
    double sum(String name, Map<String, String> labels) {
        if (!has(name)) {
            return Double.NaN;
        }
        return named(name).stream()
                .filter(sample -> sample.matches(labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    double sum(String name) {
        return sum(name, Map.of());
    }

    /** The values that a label has. */
    SortedSet<String> labels(String name, String label) {
        SortedSet<String> values = new TreeSet<>();
        named(name).forEach(sample -> values.add(sample.label(label)));
        return values;
    }

    /** How many were at most so large, by the bounds of a histogram; over all that match. */
    SortedMap<Double, Double> buckets(String histogram, Map<String, String> labels) {
        SortedMap<Double, Double> buckets = new TreeMap<>();
        for (Sample sample : named(histogram + "_bucket")) {
            if (sample.matches(labels)) {
                String bound = sample.label("le");
                double upTo = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
                buckets.merge(upTo, sample.value(), Double::sum);
            }
        }
        return buckets;
    }
}
