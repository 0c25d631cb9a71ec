package io.runnel.top;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which streams are to be asked for their tails, and what their rates are. Asking for a tail costs the server something, so that
 * not all are asked each time: those that were active most recently are, and some of the others in turn. Used by one thread.
 */
final class StreamWatch {
    private static final int TREND = 12;

    private final int budget;
    private final Map<String, Watched> streams = new LinkedHashMap<>();

    /** @param budget how many are asked at a time */
    StreamWatch(int budget) {
        this.budget = budget;
    }

    private static final class Watched {
        final Trend trend = new Trend(TREND);
        long atNanos;
        long activeNanos;
        long nextSeqNum;
        double rate = Double.NaN;
        boolean known;
        boolean active;
    }

    /** These are all the streams there are. */
    void exist(Collection<String> names) {
        Set<String> all = new HashSet<>(names);
        streams.keySet().retainAll(all);
        names.forEach(name -> streams.computeIfAbsent(name, any -> new Watched()));
    }

    void gone(String name) {
        streams.remove(name);
    }

    /** Whom to ask next. */
    List<String> next() {
        List<String> asked = new ArrayList<>();
        streams.entrySet().stream()
                .filter(each -> each.getValue().active)
                .sorted(Comparator.comparingLong(each -> -each.getValue().activeNanos))
                .limit(Math.max(1, budget * 3L / 4))
                .forEach(each -> asked.add(each.getKey()));
        Set<String> chosen = new HashSet<>(asked);
        streams.entrySet().stream()
                .filter(each -> !chosen.contains(each.getKey()))
                .sorted(Comparator.comparingLong(
                        each -> each.getValue().known ? each.getValue().atNanos : Long.MIN_VALUE))
                .limit(budget - (long) asked.size())
                .forEach(each -> asked.add(each.getKey()));
        return asked;
    }

    /**
     * A stream has answered.
     *
     * @param nextSeqNum unsigned 64-bit
     */
    void observe(String name, long nextSeqNum, long atNanos) {
        Watched stream = streams.get(name);
        if (stream == null) {
            return;
        }
        if (stream.known && atNanos > stream.atNanos) {
            // One that was created anew begins at 0.
            boolean anew = Long.compareUnsigned(nextSeqNum, stream.nextSeqNum) < 0;
            double more = anew ? nextSeqNum : nextSeqNum - stream.nextSeqNum;
            stream.rate = more / ((atNanos - stream.atNanos) / 1e9);
            stream.trend.add(stream.rate);
            if (stream.rate > 0) {
                stream.active = true;
                stream.activeNanos = atNanos;
            }
        }
        stream.known = true;
        stream.atNanos = atNanos;
        stream.nextSeqNum = nextSeqNum;
    }

    /** What is known, in any order. */
    List<StreamRow> rows() {
        List<StreamRow> rows = new ArrayList<>();
        streams.forEach((name, stream) -> {
            if (stream.known) {
                rows.add(new StreamRow(name, stream.rate, stream.nextSeqNum, stream.trend.toString()));
            }
        });
        return rows;
    }

    int count() {
        return streams.size();
    }
}
