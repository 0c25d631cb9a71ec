package io.runnel.histories;

import java.util.Arrays;
import java.util.List;

/**
 * The tails at which answers that are left must have been given. Tails never go back, so an append that passes one by
 * cannot be part of any explanation.
 */
final class PinnedTails {
    private static final long NONE = -1;

    private final long[] tails; // in their order, each once
    private final int[] rankOf; // by operation; -1 for none
    private final int[] left; // by rank
    private int lowest;

    PinnedTails(List<Operation> operations) {
        tails = operations.stream()
                .mapToLong(PinnedTails::tail)
                .filter(tail -> tail != NONE)
                .sorted()
                .distinct()
                .toArray();
        rankOf = new int[operations.size()];
        left = new int[tails.length];
        for (int i = 0; i < rankOf.length; i++) {
            long tail = tail(operations.get(i));
            rankOf[i] = tail == NONE ? -1 : Arrays.binarySearch(tails, tail);
            if (rankOf[i] >= 0) {
                left[rankOf[i]]++;
            }
        }
    }

    private static long tail(Operation operation) {
        if (operation.answer() instanceof Answer.Acknowledged ack) {
            return ack.start();
        }
        if (operation.answer() instanceof Answer.TailIs is) {
            return is.tail();
        }
        if (operation.answer() instanceof Answer.SeqNumMismatch mismatch) {
            return mismatch.tail();
        }
        if (operation.answer() instanceof Answer.Records found && found.digests().length > 0) {
            return found.digests().length < ((Call.Read) operation.call()).limit() ? found.next() : NONE;
        }
        return NONE;
    }

    void taken(int operation) {
        if (rankOf[operation] >= 0) {
            left[rankOf[operation]]--;
        }
        while (lowest < left.length && left[lowest] == 0) {
            lowest++;
        }
    }

    void putBack(int operation) {
        if (rankOf[operation] >= 0) {
            left[rankOf[operation]]++;
            lowest = Math.min(lowest, rankOf[operation]);
        }
    }

    /** Whether an answer that is left, other than that of this operation, was given before this tail. */
    boolean isAnyBefore(long tail, int operation) {
        int rank = lowest;
        if (rank < left.length && rank == rankOf[operation] && left[rank] == 1) {
            rank++;
            while (rank < left.length && left[rank] == 0) {
                rank++;
            }
        }
        return rank < left.length && tails[rank] < tail;
    }
}
