package io.runnel.log;

import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log as it ought to be: what its node appended, which slots carry it, which of these are durable, and what the node was
 * told. All other than the node's own requests is seen at the store.
 */
final class SimLog {
    private static final Comparator<IndexedEntry> BY_OFFSET = Comparator.comparingInt(entry -> entry.ref().offset);

    private final SimChecker checker;
    private final String name;
    private final int window;
    private final int unrolledAtMost;
    private final List<LogEntry> appended = new ArrayList<>();
    private final Map<EntityKey, List<Integer>> byKey = new HashMap<>(); // places in appended
    private final List<Runnable> untold = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final BitSet stored = new BitSet();
    private final BitSet seals = new BitSet();
    private final BitSet collected = new BitSet();
    private final BitSet ownRuns = new BitSet();
    private @Nullable Id id;
    private long storedThrough;
    private long end; // 0 while it is open
    private int told;
    private int acknowledged;
    private long acknowledgedThrough; // slot of the last entry acknowledged
    private long coveredThrough;
    private long collectedThrough;
    private int announced; // in slots without entries
    private final long keptNanos;
    private long endedAt;

    /** @param until the entry after its last one */
    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Slot(byte[] bytes, int from, int until) {
        boolean isEmpty() {
            return from == until;
        }
    }

    SimLog(SimChecker checker, String name, LogSettings settings) {
        this.checker = checker;
        this.name = name;
        this.window = settings.window();
        this.keptNanos = settings.compaction().keepEndedLogs().toNanos();
        this.unrolledAtMost = 16 * settings.rollUpObjects() + 2 * settings.window();
    }

    String name() {
        return name;
    }

    @Nullable
    Id id() {
        return id;
    }

    boolean sealed() {
        return end != 0;
    }

    boolean hasSeal() {
        return !seals.isEmpty();
    }

    /** Whether it is known of every entry what became of it. */
    boolean settled() {
        return told == appended.size();
    }

    // What the node does.

    /** @return its place in the log */
    int append(LogEntry entry) {
        byKey.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(appended.size());
        appended.add(entry);
        return appended.size() - 1;
    }

    /** For nodes that are told out of turn: what to do about the entry that was appended last. */
    void tellLater(Runnable durable) {
        untold.add(durable);
    }

    void tell(long slot) {
        Slot stored = slots.get((int) slot - 1);
        untold.subList(stored.from, stored.until).forEach(Runnable::run);
    }

    void attempted(String key, byte[] bytes) {
        if (key.startsWith("logs/") && id == null) {
            id = LogDescriptor.decode(bytes, key).log();
            checker.opened(id, this);
        } else if (key.startsWith("wal/")
                && WalFooter.decode(bytes, bytes.length, key).kind() == WalFooter.DATA) {
            attempted(key, bytes, WalFooter.decode(bytes, bytes.length, key));
        }
    }

    private void attempted(String key, byte[] bytes, WalFooter footer) {
        checker.require(footer.log().equals(id), "I-CLAIM", "%s writes to another log: %s", name, key);
        if (footer.slot() <= slots.size()) {
            checker.require(
                    Arrays.equals(slots.get((int) footer.slot() - 1).bytes, bytes),
                    "I-IMM",
                    "%s sends other bytes for %s",
                    name,
                    key);
            return;
        }
        checker.require(footer.slot() == slots.size() + 1, "I-NOHOLE", "%s passes over a slot before %s", name, key);
        while (acknowledgedThrough < storedThrough
                && slots.get((int) acknowledgedThrough).isEmpty()) {
            acknowledgedThrough++; // of it nobody is told
        }
        checker.require(
                footer.slot() - acknowledgedThrough <= window, "I-BOUND", "%s has too much under way: %s", name, key);
        checker.require(
                unrolled() < unrolledAtMost,
                "I-BOUND",
                "%s has rolled up only %d slots before %s",
                name,
                coveredThrough,
                key);
        announced += footer.entries() == 0 ? 1 : 0;
        checker.require(
                announced <= ownRuns.cardinality(),
                "I-BOUND",
                "%s announces with %s, and has written only %d index runs",
                name,
                key,
                ownRuns.cardinality());
        int from = slots.isEmpty() ? 0 : slots.get(slots.size() - 1).until;
        slots.add(new Slot(bytes, from, from + footer.entries()));
        List<IndexedEntry> entries = new ArrayList<>(WalIndex.decode(footer, bytes, footer.indexOffset(), key));
        entries.sort(BY_OFFSET);
        for (int i = 0; i < entries.size(); i++) {
            IndexedEntry found = entries.get(i);
            LogEntry entry = WalEntry.decode(bytes, found.ref().offset, found.ref(), found.key(), found.shard(), key);
            checker.require(
                    from + i < appended.size() && SimEntities.same(entry, appended.get(from + i)),
                    "I-ATOM",
                    "%s does not write what was appended, in its order, to %s",
                    name,
                    key);
        }
    }

    /** Slots without entries, of which there are few, do not make a roll-up due. */
    private long unrolled() {
        return slots.subList((int) coveredThrough, slots.size()).stream()
                .filter(slot -> !slot.isEmpty())
                .count();
    }

    /** @param place of an entry that the node says is durable */
    void durable(int place) {
        checker.require(place == told, "I-PREFIX", "%s tells of entry %d before %d", name, place, told);
        checker.require(acknowledged == told, "I-PREFIX", "%s acknowledges %d after a failure", name, place);
        told++;
        acknowledged++;
        while (acknowledgedThrough < slots.size() && place >= slots.get((int) acknowledgedThrough).from) {
            acknowledgedThrough++;
        }
        checker.require(
                acknowledgedThrough > 0 && place < slots.get((int) acknowledgedThrough - 1).until,
                "I-VIS",
                "%s acknowledges entry %d, which was never sent",
                name,
                place);
        checker.require(
                stored.get((int) acknowledgedThrough),
                "I-VIS",
                "%s acknowledges slot %d, which is not there",
                name,
                place);
        checker.require(
                acknowledgedThrough <= storedThrough,
                "I-PREFIX",
                "%s acknowledges slot %d, and %d is missing",
                name,
                acknowledgedThrough,
                storedThrough + 1);
        checker.require(
                end == 0 || acknowledgedThrough < end,
                "I-ACK",
                "%s acknowledges slot %d, and has ended at %d",
                name,
                acknowledgedThrough,
                end);
    }

    void failed(int place) {
        checker.require(place == told, "I-PREFIX", "%s tells of entry %d before %d", name, place, told);
        told++;
    }

    // What happens in the store.

    void slotStored(String key, WalFooter footer, byte @Nullable [] before, byte[] bytes) {
        int slot = (int) footer.slot();
        checker.require(before == null, "I-IMM", "%s is written again", key);
        if (collected.get(slot)) {
            return; // late, and never looked at
        }
        checker.require(
                !stored.get(slot) || slot > acknowledgedThrough, "I-ACK", "%s is gone, and was acknowledged", key);
        checker.require(!stored.get(slot) && !seals.get(slot), "I-KEEP", "%s is gone", key);
        if (footer.kind() == WalFooter.SEAL) {
            seals.set(slot);
            return;
        }
        checker.require(slot <= slots.size(), "I-IMM", "%s holds what %s never sent", key, name);
        Slot sent = slots.get(slot - 1);
        checker.require(Arrays.equals(sent.bytes, bytes), "I-IMM", "%s holds other bytes than %s sent", key, name);
        checker.require(end == 0 || slot >= end, "I-FENCE", "%s is written after %s ended at %d", key, name, end);
        for (LogEntry entry : appended.subList(sent.from, sent.until)) {
            checker.requireClaimed(this, entry.shard(), key);
        }
        stored.set(slot);
        while (stored.get((int) storedThrough + 1)) {
            storedThrough++;
        }
    }

    void slotDeleted(String key, long slot) {
        if (end != 0 && slot >= end) {
            forgotten(key);
        }
        checker.require(
                slot <= collectedThrough || end != 0,
                "I-GC",
                "%s is deleted, but slots only to %d may be, or below the end, which is %d",
                key,
                collectedThrough,
                end);
        collected.set((int) slot);
    }

    /** What fences the log is deleted. */
    void forgotten(String key) {
        checker.require(
                end != 0 && checker.now() - endedAt >= keptNanos,
                "I-KEEP",
                "%s is deleted, and %s ended at %d ns",
                key,
                name,
                endedAt);
    }

    void described(String key, LogDescriptor descriptor) {
        checker.require(
                descriptor.collectedThrough() >= collectedThrough,
                "I-GC",
                "%s says that slots to %d may be gone, after it said %d",
                key,
                descriptor.collectedThrough(),
                collectedThrough);
        collectedThrough = descriptor.collectedThrough();
        checker.require(end == 0, "I-SEAL", "%s is written again: %s", key, descriptor);
        if (!descriptor.sealed()) {
            return;
        }
        end = descriptor.end();
        endedAt = checker.now();
        checker.require(
                storedThrough >= end - 1, "I-NOHOLE", "%s ends at %d, and %d is missing", name, end, storedThrough + 1);
        checker.require(seals.get((int) end), "I-SEAL", "nothing holds the end of %s: %s", name, descriptor);
        checker.require(
                acknowledgedThrough < end,
                "I-ACK",
                "%s ends at %d, has acknowledged %d",
                name,
                end,
                acknowledgedThrough);
    }

    void rolledUp(String key, byte[] bytes) {
        LoadedRun run = Runs.whole(new StoredObject(bytes, "", bytes.length), key);
        RunDirectory directory = run.directory();
        if (directory.own()) {
            ownRuns.set((int) run.footer().number());
            checker.require(
                    directory.coveredThrough() <= acknowledgedOrStored(),
                    "I-VIS",
                    "%s covers %d, and only %d are there",
                    key,
                    directory.coveredThrough(),
                    storedThrough);
            coveredThrough = Math.max(coveredThrough, directory.coveredThrough());
        }
    }

    private long acknowledgedOrStored() {
        return Math.max(acknowledgedThrough, storedThrough);
    }

    /** The durable entries of one entity are added, in their order. */
    void addDurable(EntityKey key, List<LogEntry> to) {
        List<Integer> places = byKey.get(key);
        if (places == null) {
            return;
        }
        int until = durableEntries();
        for (int place : places) {
            if (place >= until) {
                break;
            }
            to.add(appended.get(place));
        }
    }

    private int durableEntries() {
        long through = end == 0 ? storedThrough : Math.min(storedThrough, end - 1);
        return through == 0 ? 0 : slots.get((int) through - 1).until;
    }
}
