package io.runnel.top;

import java.util.Map;
import java.util.SortedMap;

/** What happened between two snapshots of a server. NaN stands for what it does not tell. */
record Change(Snapshot before, Snapshot after) {
    double seconds() {
        return (after.atNanos() - before.atNanos()) / 1e9;
    }

    /** Of a counter, per second. */
    double rate(String counter, Map<String, String> labels) {
        return seconds() > 0
                ? increase(before.sum(counter, labels), after.sum(counter, labels)) / seconds()
                : Double.NaN;
    }

    double rate(String counter) {
        return rate(counter, Map.of());
    }

    /** A counter that went down belongs to a server that was restarted; one that is new began at 0. */
    private static double increase(double from, double to) {
        return Double.isNaN(from) || to < from ? to : to - from;
    }

    /** The mean of a histogram's values. */
    double mean(String histogram) {
        double count = rate(histogram + "_count");
        return count > 0 ? rate(histogram + "_sum") / count : Double.NaN;
    }

    double quantile(double quantile, String histogram) {
        return quantile(quantile, histogram, Map.of());
    }

    /**
     * An estimate from a histogram's buckets, as Prometheus makes it: within a bucket, values are taken to be spread evenly.
     * What lies beyond the last bound counts as that bound. NaN if nothing happened.
     */
    double quantile(double quantile, String histogram, Map<String, String> labels) {
        SortedMap<Double, Double> from = before.buckets(histogram, labels);
        SortedMap<Double, Double> to = after.buckets(histogram, labels);
        if (to.isEmpty()) {
            return Double.NaN;
        }
        boolean restarted =
                to.entrySet().stream().anyMatch(each -> each.getValue() < from.getOrDefault(each.getKey(), 0.0));
        double total = count(from, to, to.lastKey(), restarted);
        if (!(total > 0)) {
            return Double.NaN;
        }
        double wanted = quantile * total;
        double lower = 0;
        double below = 0;
        for (double bound : to.keySet()) {
            double upTo = count(from, to, bound, restarted);
            if (upTo >= wanted) {
                return Double.isInfinite(bound) ? lower : lower + (bound - lower) * (wanted - below) / (upTo - below);
            }
            lower = bound;
            below = upTo;
        }
        return lower;
    }

    private static double count(
            SortedMap<Double, Double> from, SortedMap<Double, Double> to, double bound, boolean restarted) {
        double now = to.getOrDefault(bound, 0.0);
        return restarted ? now : now - from.getOrDefault(bound, 0.0);
    }
}
