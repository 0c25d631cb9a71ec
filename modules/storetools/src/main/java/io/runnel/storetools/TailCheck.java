package io.runnel.storetools;

import io.runnel.storetools.View.LogTail;
import io.runnel.storetools.WalObject.IndexRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the slots of a log that no index run tells of yet, and gathers what they have. There are not many: a server that
 * is behind with its index waits.
 */
final class TailCheck {
    private static final long EXPECTED_BYTES = 1 << 20;
    private static final Comparator<TailEntry> ORDER = Comparator.comparing(
                    (TailEntry one) -> one.entry().key())
            .thenComparingInt(one -> one.entry().generation())
            .thenComparing(one -> one.entry().firstSeq(), Long::compareUnsigned);

    private final StoreReader reader;
    private final ObjectCheck check;
    private final Findings findings;
    private final LongSet named;
    private final List<TailEntry> entries = new ArrayList<>();

    /** An entry, and where it lies. */
    record TailEntry(String shard, Id log, long slot, StoredEntry entry) {}

    private record Slot(Id log, long slot) implements StoreReader.Wanted {
        @Override
        public String key() {
            return ObjectName.slot(log, slot);
        }

        @Override
        public long expectedBytes() {
            return EXPECTED_BYTES;
        }
    }

    /** @param named is told of the objects that are checked here */
    TailCheck(StoreReader reader, ObjectCheck check, LongSet named, Findings findings) {
        this.reader = reader;
        this.check = check;
        this.named = named;
        this.findings = findings;
    }

    /** Everything gathered, in the order of an index run. */
    List<TailEntry> entries() {
        entries.sort(ORDER);
        return entries;
    }

    void check(LogTail log) {
        Iterator<Slot> slots = LongStream.rangeClosed(
                        Math.max(log.coveredThrough(), log.descriptor().collectedThrough()) + 1, log.last())
                .mapToObj(slot -> new Slot(log.log(), slot))
                .iterator();
        long[] latestRun = {0};
        reader.each(slots, (slot, object, damage) -> {
            named.add(slot.key());
            if (object.isPresent() || damage.isPresent()) {
                add(slot, check.check(slot.log, slot.slot, object, damage), latestRun);
            } // otherwise a hole, which has been found
        });
    }

    private void add(Slot slot, ObjectCheck.Result result, long[] latestRun) {
        @Nullable WalObject object = result.object().orElse(null);
        for (Problem problem : result.problems()) {
            report(slot, object, problem);
        }
        if (object == null) {
            return;
        }
        WalFooter footer = object.footer();
        if (footer != null) {
            if (footer.kind() == WalFooter.SEAL || footer.latestRun() < latestRun[0]) {
                findings.add(Finding.damage(
                        slot.key(),
                        "entries, and an index run " + latestRun[0] + " or later",
                        footer.kind() == WalFooter.SEAL ? "a SEAL" : "index run " + footer.latestRun(),
                        "a server that takes over may not find all entries of the log"));
            }
            latestRun[0] = Math.max(latestRun[0], footer.latestRun());
        }
        for (StoredEntry entry : object.entries()) {
            IndexRecord told = object.index().get(entry.offset());
            if (told != null) {
                entries.add(new TailEntry(told.shard(), slot.log, slot.slot, entry));
            }
        }
    }

    /** A takeover reads the footer and the index of each of these slots: without them it fails. */
    private void report(Slot slot, @Nullable WalObject object, Problem problem) {
        Finding.Ranges affected = new Finding.Ranges();
        if (object != null) {
            for (IndexRecord told : object.index().values()) {
                StoredEntry entry = told.entry();
                if (entry.holdsPositions() && problem.touches(entry.offset(), entry.offset() + entry.length())) {
                    affected.add(new Affected(entry.key(), entry.generation(), entry.firstSeq(), entry.nextSeq()));
                }
            }
        }
        boolean opens =
                object != null && object.footer() != null && !object.index().isEmpty();
        findings.add(Finding.damage(
                        slot.key(),
                        problem.expected(),
                        problem.found(),
                        opens
                                ? "these records cannot be read, or not as they were written"
                                : "the log cannot be taken over: its shards cannot be opened, and the records of this "
                                        + "slot are unknown")
                .affecting(affected));
    }
}
