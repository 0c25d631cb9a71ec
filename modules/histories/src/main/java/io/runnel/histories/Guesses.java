package io.runnel.histories;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The appends of unknown outcome that nobody has seen: they may be where nobody has looked. */
final class Guesses {
    private final long[] called;
    private final long[] records; // of those up to and with this one
    private final Set<String> tokens = new HashSet<>();
    private final boolean mayTrim;

    Guesses(List<Operation> operations, long[] starts) {
        Operation[] unseen = IntStream.range(0, starts.length)
                .filter(i -> starts[i] == Placed.NOWHERE)
                .mapToObj(operations::get)
                .filter(operation -> operation.isUnknown() && operation.call() instanceof Call.Append)
                .sorted(Comparator.comparingLong(Operation::called))
                .toArray(Operation[]::new);
        called = Arrays.stream(unseen).mapToLong(Operation::called).toArray();
        records = new long[unseen.length];
        boolean trims = false;
        for (int i = 0; i < unseen.length; i++) {
            Call.Append append = (Call.Append) unseen[i].call();
            records[i] = append.count() + (i == 0 ? 0 : records[i - 1]);
            for (Call.Command command : append.commands()) {
                if (command instanceof Call.Fence fence) {
                    tokens.add(fence.token());
                } else {
                    trims = true;
                }
            }
        }
        mayTrim = trims;
    }

    long mostRecords() {
        return records.length == 0 ? 0 : records[records.length - 1];
    }

    /** How many records those may be that were sent up to then. */
    long mostRecordsBy(long time) {
        int low = 0;
        int high = called.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (called[middle] > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == 0 ? 0 : records[low - 1];
    }

    boolean mayFence() {
        return !tokens.isEmpty();
    }

    boolean mayFence(String token) {
        return tokens.contains(token);
    }

    boolean mayTrim() {
        return mayTrim;
    }
}
