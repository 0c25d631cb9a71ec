package io.runnel.storetools;

import io.runnel.storetools.Rows.Known;
import io.runnel.storetools.TailCheck.TailEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the entries of all index runs and tails, entity by entity: positions must follow one another from the trim
 * point to the tail, each once, and timestamps must not decrease. What is in memory is a block of every run, and the
 * rows of one part of all entities.
 */
final class SequenceCheck {
    private final List<RunFile> runs;
    private final List<TailEntry> tail;
    private final Findings findings;
    private final long nowMillis;
    private final int rowsInMemory;
    private long streams;
    private long others;
    private final Map<Id, Long> floors = new TreeMap<>();
    private @Nullable Known known;
    private @Nullable Id key;
    private boolean allExpired; // of those so far: readers pass over them, and what lay between may be gone
    private boolean counting; // there was an entry that is still wanted
    private long next;
    private long lastTimestamp;
    private String lastObject = "";

    /** Where the next entry comes from. */
    private static final class Source {
        final RunScan scan;
        RunCursor entry;

        Source(RunScan scan, RunCursor first) {
            this.scan = scan;
            this.entry = first;
        }
    }

    private static final Comparator<Source> ORDER =
            (one, other) -> one.entry.compareTo(other.entry.key, other.entry.generation, other.entry.firstSeq);

    SequenceCheck(List<RunFile> runs, List<TailEntry> tail, Findings findings, long nowMillis, int rowsInMemory) {
        this.nowMillis = nowMillis;
        this.runs = runs;
        this.tail = tail;
        this.findings = findings;
        this.rowsInMemory = rowsInMemory;
    }

    long streams() {
        return streams;
    }

    /** Entities that are no streams. */
    long others() {
        return others;
    }

    /** Of actors whose first events have been deleted: the first that has not. */
    Map<Id, Long> floors() {
        return floors;
    }

    void check() {
        int parts = (int) Math.max(1, Math.min(1 << 16, Rows.count(runs) / rowsInMemory + 1));
        for (int part = 0; part < parts; part++) {
            check(new Rows(part, parts));
        }
    }

    private void check(Rows rows) {
        runs.forEach(run -> rows.add(run, findings));
        rows.add(tail, findings);
        for (Known each : rows.byKey().values()) {
            streams += each.isStream() ? 1 : 0;
            others += each.isStream() ? 0 : 1;
        }
        rows.byKey().forEach((entity, each) -> {
            if (!each.isStream() && each.isOurs() && hasDeletedEvents(each)) {
                floors.put(entity, each.row().floor());
            }
        });
        PriorityQueue<Source> sources = new PriorityQueue<>(ORDER);
        for (RunFile run : runs) {
            RunScan scan = new RunScan(run, rows.first());
            RunCursor first = scan.next();
            if (first != null) {
                sources.add(new Source(scan, first));
            }
        }
        int at = 0;
        while (true) {
            Source source = sources.peek();
            TailEntry entry = at < tail.size() ? tail.get(at) : null;
            if (source != null && (entry == null || isBefore(source.entry, entry.entry()))) {
                sources.remove();
                RunCursor told = source.entry;
                if (rows.has(told.key)) {
                    see(
                            rows,
                            source.scan.run().key(),
                            told.key,
                            told.generation,
                            told.firstSeq,
                            told.nextSeq,
                            told.lastTimestamp,
                            told.expiresAtMillis);
                }
                RunCursor following = rows.isBefore(told.key) ? null : source.scan.next();
                if (following != null) {
                    source.entry = following;
                    sources.add(source);
                }
            } else if (entry != null) {
                at++;
                StoredEntry stored = entry.entry();
                if (rows.has(stored.key()) && stored.holdsPositions()) {
                    see(
                            rows,
                            ObjectName.slot(entry.log(), entry.slot()),
                            stored.key(),
                            stored.generation(),
                            stored.firstSeq(),
                            stored.nextSeq(),
                            stored.lastTimestamp(),
                            stored.expiresAtMillis());
                }
            } else {
                break;
            }
        }
        endEntity();
        key = null;
        rows.byKey().forEach(this::withoutEntries);
    }

    /** The floor of a basin that has ended is its end; nothing stands for what was before. */
    private static boolean hasDeletedEvents(Known of) {
        Row row = of.row();
        boolean ended = of.shard().startsWith("basin-") && row.floor() >= row.nextSeq();
        return row.floor() > 1 && !ended;
    }

    private static boolean isBefore(RunCursor entry, StoredEntry tail) {
        return entry.compareTo(tail.key(), tail.generation(), tail.firstSeq()) <= 0;
    }

    private void see(
            Rows rows,
            String object,
            Id entity,
            int generation,
            long firstSeq,
            long nextSeq,
            long timestamp,
            long expiresAtMillis) {
        if (!entity.equals(key)) {
            endEntity();
            key = entity;
            known = rows.byKey().remove(entity); // those that stay have no entries
            counting = false;
            if (known == null) {
                findings.add(Finding.damage(
                                object,
                                "a row of entity " + entity + ", which has entries",
                                "none",
                                "no server knows the entity: these records, and all others of it, are not read")
                        .affecting(ranges(entity, generation, firstSeq, nextSeq)));
            }
        }
        Known of = known;
        if (of == null || generation < of.row().generation()) {
            return;
        }
        if (generation > of.row().generation()) {
            findings.add(Finding.damage(
                            object,
                            "entries of generation " + of.row().generation() + " of entity " + entity + " at most",
                            "one of generation " + generation,
                            "no server reads these records")
                    .affecting(ranges(entity, generation, firstSeq, nextSeq)));
            return;
        }
        if (Long.compareUnsigned(nextSeq, of.row().floor()) > 0) {
            wanted(of, object, entity, firstSeq, nextSeq, timestamp);
            allExpired &= expiresAtMillis <= nowMillis;
        }
    }

    /** An entry at or after the trim point, in the generation that counts. */
    private void wanted(Known of, String object, Id entity, long firstSeq, long nextSeq, long timestamp) {
        int generation = of.row().generation();
        if (!counting) {
            counting = true;
            allExpired = true;
            begin(of, object, entity, firstSeq);
        } else if (Long.compareUnsigned(firstSeq, next) > 0) {
            if (allExpired) {
                findings.add(expired(object, entity, next, "position " + Long.toUnsignedString(firstSeq))
                        .affecting(ranges(entity, generation, next, firstSeq)));
            } else if (of.isOurs()) {
                findings.add(Finding.damage(
                                object,
                                "position " + Long.toUnsignedString(next) + " of entity " + entity + " to follow on "
                                        + Long.toUnsignedString(next - 1) + " in " + lastObject,
                                "position " + Long.toUnsignedString(firstSeq),
                                "these records are lost: no index run tells where they lie")
                        .affecting(ranges(entity, generation, next, firstSeq)));
            }
        } else if (Long.compareUnsigned(firstSeq, next) < 0) {
            long until = Long.compareUnsigned(nextSeq, next) < 0 ? nextSeq : next;
            findings.add(Finding.damage(
                            object,
                            "position " + Long.toUnsignedString(next) + " of entity " + entity + " to follow on "
                                    + lastObject,
                            "position " + Long.toUnsignedString(firstSeq) + " once more",
                            "these records are there twice; which of them is read is not certain")
                    .affecting(ranges(entity, generation, firstSeq, until)));
        }
        if (Long.compareUnsigned(timestamp, lastTimestamp) < 0) {
            findings.add(Finding.damage(
                            object,
                            "a last timestamp of entity " + entity + " of " + Long.toUnsignedString(lastTimestamp)
                                    + " or later, as in " + lastObject,
                            Long.toUnsignedString(timestamp),
                            "reads that begin at a time may miss these records")
                    .affecting(ranges(entity, generation, firstSeq, nextSeq)));
        }
        next = Long.compareUnsigned(nextSeq, next) > 0 ? nextSeq : next;
        lastTimestamp = timestamp;
        lastObject = object;
    }

    private void begin(Known of, String object, Id entity, long firstSeq) {
        lastTimestamp = 0;
        next = firstSeq;
        long expected = first(of);
        boolean beginsAnywhere =
                !of.isStream() && of.row().generation() > 0 && of.row().floor() == 0;
        if (beginsAnywhere || Long.compareUnsigned(firstSeq, expected) <= 0) {
            return;
        }
        Finding.Ranges missing = ranges(entity, of.row().generation(), expected, firstSeq);
        if (of.isStream()) {
            findings.add(expired(object, entity, expected, "position " + Long.toUnsignedString(firstSeq))
                    .affecting(missing));
        } else if (of.isOurs()) {
            findings.add(Finding.damage(
                            object,
                            "event " + expected + " of entity " + entity,
                            "event " + firstSeq + " as the first one",
                            "what these events did to basins or streams is lost")
                    .affecting(missing));
        }
    }

    /** Events count from 1, or, in a generation, from anywhere; records from 0. What is below the floor is not wanted. */
    private static long first(Known of) {
        long floor = of.row().floor();
        return of.isStream() || floor > 0 ? floor : 1;
    }

    private static Finding expired(String object, Id entity, long expected, String found) {
        return Finding.note(
                object,
                "position " + Long.toUnsignedString(expected) + " of entity " + entity,
                found + " as the next one",
                "these records have expired, unless the stream has always kept its records for ever");
    }

    private void endEntity() {
        Known of = known;
        Id entity = key;
        if (of == null || entity == null || !counting) {
            if (of != null && entity != null) {
                withoutEntries(entity, of);
            }
            known = null;
            return;
        }
        Row row = of.row();
        if (next != row.nextSeq()) {
            boolean lost = Long.compareUnsigned(next, row.nextSeq()) < 0;
            if (lost && allExpired) {
                findings.add(expired(lastObject, entity, next, "the tail " + Long.toUnsignedString(row.nextSeq()))
                        .affecting(ranges(entity, row.generation(), next, row.nextSeq())));
            } else if (lost ? of.isOurs() : true) {
                findings.add(Finding.damage(
                                lastObject,
                                "entries of entity " + entity + " up to its tail "
                                        + Long.toUnsignedString(row.nextSeq()),
                                "entries up to " + Long.toUnsignedString(next),
                                lost
                                        ? "these records are lost: no index run tells where they lie"
                                        : "no server reads these records, and writes others with their numbers")
                        .affecting(
                                lost
                                        ? ranges(entity, row.generation(), next, row.nextSeq())
                                        : ranges(entity, row.generation(), row.nextSeq(), next)));
            }
        } else if (row.lastTimestamp() != lastTimestamp) {
            findings.add(Finding.damage(
                    lastObject,
                    "a last timestamp of entity " + entity + " of " + Long.toUnsignedString(row.lastTimestamp()),
                    Long.toUnsignedString(lastTimestamp),
                    "timestamps of what is appended next may decrease"));
        }
        known = null;
    }

    /** All its records have been trimmed, or have expired. */
    private void withoutEntries(Id entity, Known of) {
        Row row = of.row();
        long expected = first(of);
        if (Long.compareUnsigned(expected, row.nextSeq()) >= 0) {
            return;
        }
        Finding.Ranges missing = ranges(entity, row.generation(), expected, row.nextSeq());
        String found = "no entry, though the tail is " + Long.toUnsignedString(row.nextSeq());
        String object = ObjectName.manifest(of.shard());
        if (of.isStream()) {
            findings.add(expired(object, entity, expected, found).affecting(missing));
        } else if (of.isOurs()) {
            findings.add(Finding.damage(
                            object,
                            "event " + expected + " of entity " + entity,
                            found,
                            "what these events did to basins or streams is lost")
                    .affecting(missing));
        }
    }

    private static Finding.Ranges ranges(Id entity, int generation, long from, long until) {
        Finding.Ranges ranges = new Finding.Ranges();
        ranges.add(new Affected(entity, generation, from, until));
        return ranges;
    }
}
