package io.runnel.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Goes through the entries of several index runs, which are whole, in the order of a run. */
final class MergedScan {
    private final List<RunScan> scans = new ArrayList<>();
    private @Nullable RunScan first;

    MergedScan(List<LoadedRun> runs) {
        for (LoadedRun run : runs) {
            RunScan scan = new RunScan(run);
            if (scan.next()) {
                scans.add(scan);
            }
        }
    }

    /** The next entry, until the next call; null if there is none. */
    RunBlock.@Nullable Cursor next() {
        if (first != null && !first.next()) {
            scans.remove(first);
        }
        first = null;
        for (RunScan scan : scans) {
            if (first == null || scan.cursor.compareTo(first.cursor) < 0) {
                first = scan;
            }
        }
        return first == null ? null : first.cursor;
    }

    /** What the entries of all runs do to the rows, by shard. */
    static Map<String, Map<EntityKey, RowDelta>> rows(List<LoadedRun> runs) {
        TreeSet<String> shards = new TreeSet<>();
        runs.forEach(run -> shards.addAll(run.directory().shards().keySet()));
        Map<String, Map<EntityKey, RowDelta>> rows = new TreeMap<>();
        shards.forEach(shard -> rows.put(shard, rows(runs, shard)));
        return rows;
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

    private static byte[] whole(LoadedRun run) {
        byte[] whole = run.whole();
        if (whole == null) {
            throw new IllegalArgumentException(run.object() + " is not in memory");
        }
        return whole;
    }

    private static final class RunScan {
        private final LoadedRun run;
        private final Iterator<RunDirectory.Block> blocks;
        private RunBlock.Cursor cursor;

        RunScan(LoadedRun run) {
            this.run = run;
            this.blocks = run.directory().blocks().iterator();
            this.cursor = new RunBlock.Cursor(new FormatReader(new byte[0], run.object()), List.of());
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
