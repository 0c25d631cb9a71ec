package io.runnel.storetools;

import io.runnel.storetools.TailCheck.TailEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds where the entries of one entity lie, as a reader would. */
final class EntitySearch {
    private final List<RunFile> runs;
    private final List<TailEntry> tail;

    /**
     * An entry, where it lies, and what says so.
     *
     * @param run the index run that tells of it; empty for a slot that is in none yet
     */
    record Located(
            String object,
            String run,
            int offset,
            int length,
            int generation,
            long firstSeq,
            long nextSeq,
            long lastTimestamp,
            long expiresAtMillis,
            int payloadLength) {}

    EntitySearch(List<RunFile> runs, List<TailEntry> tail) {
        this.runs = runs;
        this.tail = tail;
    }

    /** Those that hold positions, by generation and position. */
    List<Located> find(Id key) {
        List<Located> found = new ArrayList<>();
        for (RunFile run : runs) {
            if (run.directory().mayHold(key)) {
                find(run, key, found);
            }
        }
        for (TailEntry entry : tail) {
            StoredEntry stored = entry.entry();
            if (stored.key().equals(key) && stored.holdsPositions()) {
                found.add(new Located(
                        ObjectName.slot(entry.log(), entry.slot()),
                        "",
                        stored.offset(),
                        stored.length(),
                        stored.generation(),
                        stored.firstSeq(),
                        stored.nextSeq(),
                        stored.lastTimestamp(),
                        stored.expiresAtMillis(),
                        stored.payloadLength()));
            }
        }
        found.sort(
                Comparator.comparingInt(Located::generation).thenComparing(Located::firstSeq, Long::compareUnsigned));
        return found;
    }

    private static void find(RunFile run, Id key, List<Located> found) {
        RunScan scan = new RunScan(run, key);
        for (RunCursor entry = scan.next(); entry != null; entry = scan.next()) {
            int order = entry.key.compareTo(key);
            if (order > 0) {
                return;
            }
            if (order == 0) {
                found.add(new Located(
                        ObjectName.place(entry.log(), entry.place),
                        run.key(),
                        entry.offset,
                        entry.length(),
                        entry.generation,
                        entry.firstSeq,
                        entry.nextSeq,
                        entry.lastTimestamp,
                        entry.expiresAtMillis,
                        entry.payloadLength));
            }
        }
    }
}
