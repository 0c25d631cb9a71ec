package io.runnel.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The appends of which is known where they are in the stream, in the order of their numbers; and what follows from
 * that order: conditions that did not hold, tokens in force and trim points at every tail.
 */
final class Placed {
    static final long NOWHERE = -1;

    private final List<Operation> operations;
    private final long[] starts; // by operation
    private final int[] order;
    private final long[] ends; // by place in the order
    private final long[] trimPoints; // by place in the order: after it
    private final String[] tokens; // by place in the order: after it
    private final Map<String, List<long[]>> inForce = new HashMap<>();
    private boolean whole = true;

    /** @param starts where each operation's batch begins, or {@link #NOWHERE} */
    Placed(List<Operation> operations, long[] starts, Guesses guesses) {
        this.operations = operations;
        this.starts = starts;
        this.order = inOrder(starts);
        this.ends = new long[order.length];
        this.trimPoints = new long[order.length];
        this.tokens = new String[order.length];
        long tail = 0;
        long trimPoint = 0;
        String token = "";
        long since = 0;
        for (int i = 0; i < order.length; i++) {
            Operation operation = operations.get(order[i]);
            Call.Append append = (Call.Append) operation.call();
            long start = starts[order[i]];
            if (start < tail) {
                throw new LogViolation("two batches are in one place", operations.get(order[i - 1]), operation);
            }
            if (start > tail) {
                whole = false;
                if (start - tail > guesses.mostRecords()) {
                    throw new LogViolation("nobody has written what is from " + tail + " to " + start, operation);
                }
            }
            if (append.match() != Call.Append.ANY && append.match() != start) {
                throw new LogViolation("a batch is at " + start + " that expected another tail", operation);
            }
            if (append.token() != null && !append.token().equals(token) && (whole || !guesses.mayFence())) {
                throw new LogViolation("a batch was let in when the token was '" + token + "'", operation);
            }
            tail = start + append.count();
            ends[i] = tail;
            trimPoint = append.trimPointAfter(trimPoint, start);
            trimPoints[i] = trimPoint;
            if (append.fences()) {
                inForce(token, since, start);
                token = append.tokenAfter(token);
                since = tail;
            }
            tokens[i] = token;
        }
        inForce(token, since, Long.MAX_VALUE);
    }

    private static int[] inOrder(long[] starts) {
        List<Integer> placed = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] != NOWHERE) {
                placed.add(i);
            }
        }
        placed.sort(Comparator.comparingLong(i -> starts[i]));
        return placed.stream().mapToInt(Integer::intValue).toArray();
    }

    private void inForce(String token, long from, long through) {
        inForce.computeIfAbsent(token, any -> new ArrayList<>()).add(new long[] {from, through});
    }

    /** Whether there may be batches below this tail that nobody has seen. */
    boolean isUnseen(long tail) {
        return !whole || tail > end();
    }

    /** Whether there is no gap. */
    boolean isWhole() {
        return whole;
    }

    long end() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** The last batch that ends at or before this tail, by its place in the order; -1 if there is none. */
    private int lastBefore(long tail) {
        int at = Arrays.binarySearch(ends, tail);
        return at >= 0 ? at : -at - 2;
    }

    /** Whether the stream cannot ever have had this tail, because it is inside of a batch. */
    boolean tears(long tail) {
        int following = lastBefore(tail) + 1;
        return following < order.length && starts[order[following]] < tail;
    }

    /** The tail that there is at least once the record before this number is there. */
    long wholeBatchesUntil(long next) {
        return tears(next) ? ends[lastBefore(next) + 1] : next;
    }

    long trimPointAt(long tail) {
        int at = lastBefore(tail);
        return at < 0 ? 0 : trimPoints[at];
    }

    /** The first tail at which one may have trimmed so far; Long.MAX_VALUE if never. */
    long firstTrimmedTo(long point) {
        int low = 0;
        int high = trimPoints.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (trimPoints[middle] >= point) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return point <= 0 ? 0 : low == trimPoints.length ? Long.MAX_VALUE : ends[low];
    }

    String tokenAt(long tail) {
        int at = lastBefore(tail);
        return at < 0 ? "" : tokens[at];
    }

    /** The first tail from this on at which the token is in force; Long.MAX_VALUE if never. */
    long firstWithToken(String token, long from) {
        List<long[]> ranges = inForce.getOrDefault(token, List.of());
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (ranges.get(middle)[1] >= from) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == ranges.size() ? Long.MAX_VALUE : Math.max(from, ranges.get(low)[0]);
    }

    /** The first tail from this on at which everything has been trimmed; Long.MAX_VALUE if never. */
    long firstEmpty(long from) {
        for (int at = Math.max(0, lastBefore(from)); at < order.length; at++) {
            if (ends[at] >= from && trimPoints[at] >= ends[at]) {
                return ends[at];
            }
        }
        return Long.MAX_VALUE;
    }

    /** In a session each batch comes after the one before it, and not at all if that one is not there. */
    void checkSessions() {
        Map<Long, Integer> latest = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            if (!(operations.get(i).call() instanceof Call.Append append) || append.session() == 0) {
                continue;
            }
            Integer before = latest.put(append.session(), i);
            if (before == null || starts[i] == NOWHERE) {
                continue;
            }
            if (starts[before] == NOWHERE && (whole || !operations.get(before).isUnknown())) {
                throw new LogViolation(
                        "a batch is there, and the one before it in its session is not",
                        operations.get(before),
                        operations.get(i));
            }
            if (starts[before] > starts[i]) {
                throw new LogViolation(
                        "two batches of a session have changed places", operations.get(before), operations.get(i));
            }
        }
    }
}
