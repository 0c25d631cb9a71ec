package io.runnel.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What {@link EntryLog} promises of one entity, worked out from the list of its entries. */
final class SimEntities {
    private SimEntities() {}

    static @Nullable EntityRow after(@Nullable EntityRow before, List<LogEntry> entries) {
        EntityRow row = before;
        for (LogEntry entry : entries) {
            EntityRow goesOn = row != null && row.generation() == entry.generation() ? row : null;
            long timestamp = goesOn == null ? 0 : goesOn.lastTimestamp();
            byte @Nullable [] state = goesOn == null ? null : goesOn.state();
            row = new EntityRow(
                    entry.generation(),
                    entry.revision(),
                    entry.nextSeq(),
                    entry.firstSeq() == entry.nextSeq() ? timestamp : entry.lastTimestamp(),
                    entry.floor(),
                    entry.state() == null ? state : entry.state());
        }
        return row;
    }

    static boolean same(@Nullable EntityRow one, @Nullable EntityRow other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.generation() == other.generation()
                && one.revision() == other.revision()
                && one.nextSeq() == other.nextSeq()
                && one.lastTimestamp() == other.lastTimestamp()
                && one.floor() == other.floor()
                && Arrays.equals(one.state(), other.state());
    }

    /** Whether that may be shown of an entity: one that has ended may be forgotten, its last timestamp first. */
    static boolean mayShow(@Nullable EntityRow row, @Nullable EntityRow expected) {
        if (same(row, expected)) {
            return true;
        }
        return expected != null
                && expected.hasEnded()
                && (row == null
                        || (row.hasEnded()
                                && row.generation() == expected.generation()
                                && row.revision() == expected.revision()
                                && row.nextSeq() == expected.nextSeq()));
    }

    /** Grows with every entry of an entity. */
    static long age(int generation, long revision) {
        return ((long) generation << 32) + revision;
    }

    static long age(LogEntry entry) {
        return age(entry.generation(), entry.revision());
    }

    static boolean isEnd(LogEntry entry) {
        byte[] state = entry.state();
        return state != null && state.length == 0 && entry.floor() == entry.nextSeq();
    }

    static boolean same(LogEntry one, LogEntry other) {
        return one.key().equals(other.key())
                && one.shard().equals(other.shard())
                && one.generation() == other.generation()
                && one.revision() == other.revision()
                && one.firstSeq() == other.firstSeq()
                && one.nextSeq() == other.nextSeq()
                && one.firstTimestamp() == other.firstTimestamp()
                && one.lastTimestamp() == other.lastTimestamp()
                && one.expiresAtMillis() == other.expiresAtMillis()
                && one.floor() == other.floor()
                && one.weight() == other.weight()
                && Arrays.equals(one.state(), other.state())
                && Arrays.equals(one.payload(), other.payload());
    }

    /** What a read can give at most: without the expired ones at its beginning, and whatever their size. */
    static List<LogEntry> readable(List<LogEntry> entries, RefQuery query) {
        List<LogEntry> readable = new ArrayList<>();
        for (LogEntry entry : entries) {
            boolean passedOver = readable.isEmpty() && entry.expiresAtMillis() <= query.nowMillis();
            if (wanted(entry, query) && !passedOver) {
                readable.add(entry);
            }
        }
        return readable;
    }

    /** The same by another clock: what has expired for a node may be gone for all. */
    static RefQuery at(RefQuery query, long nowMillis) {
        return new RefQuery(
                query.key(),
                query.generation(),
                query.from(),
                query.until(),
                query.timestamp(),
                query.maxBytes(),
                nowMillis);
    }

    /** How many at the beginning have expired by the latest clock: any of them may be gone. */
    static int expiredAtStart(List<LogEntry> entries, long latestMillis) {
        int expired = 0;
        while (expired < entries.size() && entries.get(expired).expiresAtMillis() <= latestMillis) {
            expired++;
        }
        return expired;
    }

    static OptionalLong sought(List<LogEntry> entries, RefQuery query) {
        for (LogEntry entry : entries) {
            if (wanted(entry, query)
                    && entry.expiresAtMillis() > query.nowMillis()
                    && entry.lastTimestamp() >= query.timestamp()) {
                return OptionalLong.of(Math.max(entry.firstSeq(), query.from()));
            }
        }
        return OptionalLong.empty();
    }

    private static boolean wanted(LogEntry entry, RefQuery query) {
        return entry.generation() == query.generation()
                && entry.firstSeq() < entry.nextSeq()
                && entry.nextSeq() > query.from()
                && entry.firstSeq() < query.until()
                && query.from() < query.until();
    }

    /** Whether nothing is there twice, nothing is missing, and time does not run backwards. */
    static void requireOrder(SimChecker checker, List<LogEntry> entries) {
        LogEntry before = null;
        for (LogEntry entry : entries) {
            if (before != null) {
                boolean floorOnly = entry.revision() == before.revision() && entry.floor() > before.floor();
                checker.require(age(entry) > age(before) || floorOnly, "I-ONCE", "%s after %s", entry, before);
                checker.require(entry.generation() >= before.generation(), "I-CONTIG", "%s after %s", entry, before);
                if (entry.generation() == before.generation()) {
                    checker.require(entry.firstSeq() >= before.nextSeq(), "I-ONCE", "%s after %s", entry, before);
                    checker.require(
                            entry.firstSeq() <= before.nextSeq() + SimWriter.WIDEST_HOLE,
                            "I-CONTIG",
                            "%s after %s",
                            entry,
                            before);
                    boolean positions = entry.firstSeq() < entry.nextSeq() && before.firstSeq() < before.nextSeq();
                    checker.require(
                            !positions || entry.firstTimestamp() >= before.lastTimestamp(),
                            "I-TS",
                            "%s after %s",
                            entry,
                            before);
                }
            }
            before = entry;
        }
    }
}
