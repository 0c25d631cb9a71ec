package io.runnel.histories;

import java.util.BitSet;
import java.util.List;

/**
 * What readers and acknowledgements say is in the stream. An append that puts something else there cannot be part of
 * any explanation, so there is no need to try.
 */
final class Expected {
    private final long[] records;
    private final BitSet known = new BitSet();

    /** @param most the number of records that there can be at most */
    Expected(List<Operation> operations, int most) {
        records = new long[most];
        for (Operation operation : operations) {
            if (operation.answer() instanceof Answer.Records found) {
                learn(found.first(), found.digests());
            } else if (operation.answer() instanceof Answer.Acknowledged ack) {
                learn(ack.start(), ((Call.Append) operation.call()).records());
            }
        }
    }

    /** What is learnt first is kept: of two that contradict each other, one will find no explanation. */
    private void learn(long first, long[] digests) {
        for (int i = 0; i < digests.length; i++) {
            long at = first + i;
            if (at >= 0 && at < records.length && !known.get((int) at)) {
                known.set((int) at);
                records[(int) at] = digests[i];
            }
        }
    }

    boolean allows(long at, long[] digests) {
        for (int i = 0; i < digests.length; i++) {
            int place = (int) at + i;
            if (known.get(place) && records[place] != digests[i]) {
                return false;
            }
        }
        return true;
    }
}
