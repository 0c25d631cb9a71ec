package io.runnel.log;

import java.util.List;

/**
 * What is known of a log that is written no more.
 *
 * @param runs its index runs
 * @param tail its entries that are in none of them, in any order
 */
record SealedLog(Id log, List<RunId> runs, List<IndexedEntry> tail) {}
