package io.runnel.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which index runs are merged: so many of one level become one of the next, or fewer if no more may be in one. All
 * runs but a few of each level are then at least half as large as any may be.
 */
final class Tiers {
    static final int FANOUT = 8;

    private Tiers() {}

    /**
     * @param maxBytes a run must not become larger: it is read and written as a whole
     * @return runs of the same level to be merged; empty if there is nothing to do
     */
    static List<RunId> due(List<RunId> runs, int maxBytes) {
        int highest = runs.stream().mapToInt(RunId::level).max().orElse(-1);
        for (int level = 0; level <= highest; level++) {
            int wanted = level;
            List<RunId> due = full(
                    runs.stream()
                            .filter(run -> run.level() == wanted && run.bytes() <= maxBytes / 2)
                            .toList(),
                    maxBytes);
            if (!due.isEmpty()) {
                return due;
            }
        }
        return List.of();
    }

    /** The first of these that nothing can be added to: two at least, as each fills half a run at most. */
    private static List<RunId> full(List<RunId> small, int maxBytes) {
        List<RunId> together = new ArrayList<>(FANOUT);
        long bytes = 0;
        for (RunId next : small) {
            if (bytes + next.bytes() > maxBytes) {
                return together;
            }
            together.add(next);
            bytes += next.bytes();
            if (together.size() == FANOUT) {
                return together;
            }
        }
        return List.of();
    }
}
