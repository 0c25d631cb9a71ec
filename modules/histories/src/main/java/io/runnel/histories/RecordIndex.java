package io.runnel.histories;

import java.util.List;

/** Which append a record belongs to, by its digest. */
final class RecordIndex {
    private final long[] digests;
    private final int[] operations; // plus 1; 0 where there is nothing
    private final int[] places;
    private final int mask;

    RecordIndex(List<Operation> all) {
        long count = 0;
        for (Operation operation : all) {
            count += operation.call() instanceof Call.Append append ? append.count() : 0;
        }
        int size = Math.max(16, Integer.highestOneBit(Math.toIntExact(Math.min(count, 1 << 28))) * 4);
        digests = new long[size];
        operations = new int[size];
        places = new int[size];
        mask = size - 1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).call() instanceof Call.Append append) {
                for (int place = 0; place < append.count(); place++) {
                    add(append.records()[place], i, place);
                }
            }
        }
    }

    private void add(long digest, int operation, int place) {
        int at = slot(digest);
        if (operations[at] != 0) {
            throw new IllegalArgumentException("two records of the history have the same digest");
        }
        digests[at] = digest;
        operations[at] = operation + 1;
        places[at] = place;
    }

    private int slot(long digest) {
        int at = (int) StreamState.mix(digest) & mask;
        while (operations[at] != 0 && digests[at] != digest) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** The index of its append, or -1. */
    int operationOf(long digest) {
        return operations[slot(digest)] - 1;
    }

    /** Which record of its batch a known one is. */
    int placeOf(long digest) {
        return places[slot(digest)];
    }
}
