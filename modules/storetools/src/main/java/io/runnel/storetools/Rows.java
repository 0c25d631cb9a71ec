package io.runnel.storetools;

import io.runnel.storetools.IndexRun.Section;
import io.runnel.storetools.TailCheck.TailEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What all entries leave of their entities, for those whose keys lie in one part of all keys: keys are hashes, so that as
 * many parts as are needed for the memory there is are about equal.
 */
final class Rows {
    private static final int BITS = 31; // of a key, that decide

    private final int part;
    private final int parts;
    private final Map<Id, Known> byKey = new HashMap<>();

    /** @param shard by which the entity is known; its kind is the beginning of the name */
    record Known(String shard, Row row) {
        boolean isStream() {
            return shard.startsWith("stream-");
        }

        /** Whether positions without a hole are to be expected, which an actor of other people's need not leave. */
        boolean isOurs() {
            return !shard.startsWith("other-");
        }
    }

    Rows(int part, int parts) {
        this.part = part;
        this.parts = parts;
    }

    /** How many there are at most in all index runs, for the number of parts. */
    static long count(List<RunFile> runs) {
        long bytes = 0;
        for (RunFile run : runs) {
            for (Section rows : run.directory().shards().values()) {
                bytes += rows.length();
            }
        }
        return bytes / 24; // bytes that a row takes at least
    }

    /** The first key of the part. */
    Id first() {
        long first = ((long) part << BITS) + parts - 1;
        return new Id((first / parts) << (Long.SIZE - BITS), 0);
    }

    boolean has(Id key) {
        return partOf(key) == part;
    }

    /** Whether the key belongs to a later part: nothing follows in a list by key. */
    boolean isBefore(Id key) {
        return partOf(key) > part;
    }

    private int partOf(Id key) {
        return (int) (((key.high() >>> (Long.SIZE - BITS)) * parts) >>> BITS);
    }

    void add(RunFile run, Findings findings) {
        run.directory().shards().forEach((shard, section) -> {
            try {
                FormatReader in = run.open(section);
                while (in.hasMore()) {
                    Id key = in.id();
                    Row row = Row.read(in);
                    if (has(key)) {
                        add(run.key(), key, shard, row, findings);
                    }
                }
            } catch (DamagedException e) {
                // Whoever checks the run has said so.
            }
        });
    }

    void add(List<TailEntry> tail, Findings findings) {
        for (TailEntry entry : tail) {
            if (has(entry.entry().key())) {
                add(
                        ObjectName.slot(entry.log(), entry.slot()),
                        entry.entry().key(),
                        entry.shard(),
                        Row.of(entry.entry()),
                        findings);
            }
        }
    }

    private void add(String object, Id key, String shard, Row row, Findings findings) {
        Known before = byKey.get(key);
        if (before == null) {
            byKey.put(key, new Known(shard, row));
            return;
        }
        if (!before.shard.equals(shard)) {
            findings.add(Finding.damage(
                    object,
                    "entity " + key + " in shard " + before.shard + ", as elsewhere",
                    "shard " + shard,
                    "some of its entries are not found"));
        }
        byKey.put(key, new Known(before.shard, before.row.join(row)));
    }

    Map<Id, Known> byKey() {
        return byKey;
    }

    /** All shards that are named anywhere. */
    static Set<String> shards(List<RunFile> runs, List<TailEntry> tail) {
        Set<String> shards = new TreeSet<>();
        runs.forEach(run -> shards.addAll(run.directory().shards().keySet()));
        tail.forEach(entry -> shards.add(entry.shard()));
        return shards;
    }
}
