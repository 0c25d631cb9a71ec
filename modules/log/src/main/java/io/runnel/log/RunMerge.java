package io.runnel.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one index run of several, entry by entry: only the objects themselves are in memory. */
final class RunMerge {
    private RunMerge() {}

    /** @param runs which are whole */
    static RunBuilder of(List<LoadedRun> runs) {
        RunBuilder merged =
                new RunBuilder(runs.stream().mapToInt(LoadedRun::size).sum());
        List<Scan> scans = new ArrayList<>();
        for (LoadedRun run : runs) {
            Scan scan = new Scan(run);
            if (scan.next()) {
                scans.add(scan);
            }
        }
        for (Scan first = first(scans); first != null; first = first(scans)) {
            merged.entry(first.cursor().key(), first.cursor().ref());
            if (!first.next()) {
                scans.remove(first);
            }
        }
        TreeSet<String> shards = new TreeSet<>();
        runs.forEach(run -> shards.addAll(run.directory().shards().keySet()));
        shards.forEach(shard -> merged.rows(shard, rows(runs, shard).entrySet()));
        return merged;
    }

    private static Map<EntityKey, RowDelta> rows(List<LoadedRun> runs, String shard) {
        Map<EntityKey, RowDelta> rows = new TreeMap<>();
        for (LoadedRun run : runs) {
            RunDirectory.Section section = run.directory().shards().get(shard);
            if (section != null) {
                Runs.decodeRows(run.open(section, whole(run), 0))
                        .forEach((key, delta) -> rows.merge(key, delta, RowDelta::join));
            }
        }
        return rows;
    }

    private static @Nullable Scan first(List<Scan> scans) {
        Scan first = null;
        for (Scan scan : scans) {
            if (first == null || scan.cursor().compareTo(first.cursor()) < 0) {
                first = scan;
            }
        }
        return first;
    }

    private static byte[] whole(LoadedRun run) {
        byte[] whole = run.whole();
        if (whole == null) {
            throw new IllegalArgumentException(run.object() + " is not in memory");
        }
        return whole;
    }

    /** Goes through all entries of a run. */
    private static final class Scan {
        private final LoadedRun run;
        private final Iterator<RunDirectory.Block> blocks;
        private RunBlock.Cursor cursor;

        Scan(LoadedRun run) {
            this.run = run;
            this.blocks = run.directory().blocks().iterator();
            this.cursor = new RunBlock.Cursor(new FormatReader(new byte[0], run.object()), List.of());
        }

        RunBlock.Cursor cursor() {
            return cursor;
        }

        boolean next() {
            while (!cursor.next()) {
                if (!blocks.hasNext()) {
                    return false;
                }
                FormatReader block = run.open(blocks.next().section(), whole(run), 0);
                cursor = new RunBlock.Cursor(block, run.directory().logs());
            }
            return true;
        }
    }
}
