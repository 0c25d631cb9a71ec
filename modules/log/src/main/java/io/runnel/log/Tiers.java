package io.runnel.log;

import java.util.List;

/** Decides which index runs are merged: so many of one level become one of the next, so that there are always few. */
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
            List<RunId> same = runs.stream()
                    .filter(run -> run.level() == wanted && run.bytes() <= maxBytes / FANOUT)
                    .limit(FANOUT)
                    .toList();
            if (same.size() == FANOUT) {
                return same;
            }
        }
        return List.of();
    }
}
