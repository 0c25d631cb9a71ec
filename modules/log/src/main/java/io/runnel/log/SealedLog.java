package io.runnel.log;

import java.util.List;
import java.util.Map;

/**
 * What is known of a log that is written no more.
 *
 * @param runs its index runs
 * @param tail its entries that are in none of them, in any order
 * @param sizes of the objects that hold the tail
 */
record SealedLog(Id log, List<RunId> runs, List<IndexedEntry> tail, Map<Place, Integer> sizes) {
    /** A log of which nothing is left to be known. */
    static SealedLog nothing(Id log) {
        return new SealedLog(log, List.of(), List.of(), Map.of());
    }
}
