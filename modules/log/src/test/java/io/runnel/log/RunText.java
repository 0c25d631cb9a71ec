package io.runnel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that an index run tells, in words: for comparing. */
final class RunText {
    private RunText() {}

    static List<String> of(byte[] bytes, String object) {
        LoadedRun run = Runs.whole(new StoredObject(bytes, "etag", bytes.length), object);
        List<String> told = new ArrayList<>();
        for (RunDirectory.Block block : run.directory().blocks()) {
            RunBlock.Cursor cursor = new RunBlock.Cursor(
                    run.open(block.section(), bytes, 0), run.directory().logs());
            while (cursor.next()) {
                told.add(words(cursor.key(), cursor.ref()));
            }
        }
        run.directory()
                .shards()
                .forEach((shard, section) -> new TreeMap<>(Runs.decodeRows(run.open(section, bytes, 0)))
                        .forEach((key, delta) -> told.add(words(shard, key, delta))));
        return told;
    }

    /** What a run of these entries has to tell. */
    static List<String> of(List<IndexedEntry> entries) {
        Map<String, Map<EntityKey, RowDelta>> rows = new TreeMap<>();
        for (IndexedEntry entry : entries) {
            rows.computeIfAbsent(entry.shard(), shard -> new TreeMap<>())
                    .merge(entry.key(), RowDelta.of(entry), RowDelta::join);
        }
        return of(entries, rows);
    }

    static List<String> of(List<IndexedEntry> entries, Map<String, Map<EntityKey, RowDelta>> rows) {
        List<IndexedEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(IndexedEntry::key)
                .thenComparing(entry -> entry.ref().generation)
                .thenComparing(entry -> entry.ref().firstSeq, Long::compareUnsigned));
        List<String> told = new ArrayList<>();
        for (IndexedEntry entry : sorted) {
            if (entry.ref().holdsPositions()) {
                told.add(words(entry.key(), entry.ref()));
            }
        }
        rows.forEach((shard, some) -> some.forEach((key, delta) -> told.add(words(shard, key, delta))));
        return told;
    }

    static void requireKeysInFilter(byte[] bytes, List<IndexedEntry> entries) {
        Bloom keys = Runs.whole(new StoredObject(bytes, "etag", bytes.length), "run")
                .directory()
                .keys();
        assertThat(entries)
                .filteredOn(entry -> entry.ref().holdsPositions())
                .allMatch(entry -> keys.mayContain(entry.key()));
    }

    private static String words(EntityKey key, EntryRef ref) {
        return key + " " + ref.log + " " + ref.place + "@" + ref.offset + " " + ref.stateLength + "+"
                + ref.payloadLength + " " + ref.generation + " " + ref.firstSeq + ".." + ref.nextSeq + " "
                + ref.lastTimestamp + " " + ref.expiresAtMillis;
    }

    private static String words(String shard, EntityKey key, RowDelta delta) {
        return shard + " " + key + " " + delta.generation() + " " + delta.revision() + " " + delta.nextSeq() + " "
                + delta.floor() + " " + delta.lastTimestamp() + " " + delta.stateRevision() + " "
                + (delta.state() == null ? "-" : HexFormat.of().formatHex(delta.state()));
    }
}
