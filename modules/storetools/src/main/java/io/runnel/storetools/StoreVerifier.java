package io.runnel.storetools;

import io.runnel.storetools.Finding.Level;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.View.LogTail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole store, once; more often, if something seems wrong and the store has changed meanwhile: what a server writes
 * and deletes during a check is no damage. Damage is what two attempts agree on, of which the second began after the first
 * had ended; or one, if nothing has changed.
 */
final class StoreVerifier {
    private static final int ATTEMPTS = 5;
    private static final int REFERENCES_IN_MEMORY = 1_000_000;
    private static final int ROWS_IN_MEMORY = 500_000;

    private final StoreReader reader;
    private final Progress progress;
    private final long beganNanos = System.nanoTime();
    private final LongSet named = new LongSet();
    private final Set<RunRef> sound = new HashSet<>();
    private final long nowMillis;
    private final int referencesInMemory;
    private final int rowsInMemory;
    private long entries;

    /** What one attempt has come to; without a view if the store cannot even be begun with. */
    private record Attempt(
            Findings findings,
            @Nullable View view,
            List<RunFile> runs,
            List<TailCheck.TailEntry> tail,
            long streams,
            long others,
            long snapshots,
            VerifyReport.Unreferenced unreferenced) {
        List<Finding> damage() {
            return findings.all().stream()
                    .filter(finding -> finding.level() == Level.DAMAGE)
                    .toList();
        }
    }

    /** @param nowMillis records that expired before may be missing */
    StoreVerifier(StoreReader reader, Progress progress, long nowMillis) {
        this(reader, progress, nowMillis, REFERENCES_IN_MEMORY, ROWS_IN_MEMORY);
    }

    StoreVerifier(StoreReader reader, Progress progress, long nowMillis, int referencesInMemory, int rowsInMemory) {
        this.nowMillis = nowMillis;
        this.rowsInMemory = rowsInMemory;
        this.reader = reader;
        this.progress = progress;
        this.referencesInMemory = referencesInMemory;
    }

    /** @throws NoStoreException if there is none */
    VerifyReport verify() {
        Attempt before = attempt();
        if (before.damage().isEmpty() || before.view == null || isUnchanged(before.view)) {
            return report(before, before.damage(), 0);
        }
        for (int i = 2; ; i++) {
            Attempt now = attempt();
            List<Finding> both =
                    now.damage().stream().filter(before.findings::confirm).toList();
            int unconfirmed = now.damage().size() - both.size();
            boolean isStill = now.view == null || unconfirmed == 0 || isUnchanged(now.view);
            if (isStill) {
                return report(now, now.damage(), 0);
            }
            if (i == ATTEMPTS) {
                return report(now, both, unconfirmed);
            }
            before = now;
        }
    }

    private boolean isUnchanged(View view) {
        step("looking whether anything has changed");
        Optional<View> now = new ViewReader(reader, new Findings()).read();
        return now.isPresent() && view.isSame(now.get());
    }

    private Attempt attempt() {
        Findings findings = new Findings();
        step("finding logs and shards");
        Optional<View> read = new ViewReader(reader, findings).read();
        if (read.isEmpty()) {
            return new Attempt(
                    findings,
                    null,
                    List.of(),
                    List.of(),
                    0,
                    0,
                    0,
                    new VerifyReport.Unreferenced(0, 0, List.of(), List.of()));
        }
        View view = read.get();
        ObjectCheck check = new ObjectCheck(view.cluster().id());
        Map<RunRef, RunFile> runs = open(view, findings);
        TailCheck tail = new TailCheck(reader, check, named, findings);
        for (LogTail log : view.tails()) {
            step("the end of log " + log.log());
            tail.check(log);
        }
        List<RunFile> readable = List.copyOf(runs.values());
        List<TailCheck.TailEntry> tailEntries = tail.entries();
        step("sequences of streams");
        SequenceCheck sequences = new SequenceCheck(readable, tailEntries, findings, nowMillis, rowsInMemory);
        runOrMissing(sequences::check, findings);
        new ShardCheck(reader, view, findings).check(runs, tailEntries);
        SnapshotCheck snapshots = new SnapshotCheck(reader, findings);
        snapshots.check(sequences.floors());
        requireSeals(view, findings);
        entries += tailEntries.size();
        checkRuns(view, runs, check, findings);
        step("objects that nothing refers to");
        LeftoverScan leftovers = new LeftoverScan(reader, check, view, named, findings);
        leftovers.scan();
        return new Attempt(
                findings,
                view,
                readable,
                tailEntries,
                sequences.streams(),
                sequences.others(),
                snapshots.snapshots(),
                new VerifyReport.Unreferenced(
                        leftovers.leftovers(), leftovers.bytes(), leftovers.keys(), leftovers.strange()));
    }

    private Map<RunRef, RunFile> open(View view, Findings findings) {
        Map<RunRef, RunFile> runs = new LinkedHashMap<>();
        for (RunRef ref : view.runs()) {
            step("index run " + ref.key());
            ViewReader.open(reader, view.cluster(), ref, findings).ifPresent(run -> {
                if (runs.put(ref, run) != null) {
                    findings.add(Finding.damage(
                            ref.key(), "each index run once", "one twice", "its records are found twice"));
                }
            });
        }
        return runs;
    }

    private void checkRuns(View view, Map<RunRef, RunFile> runs, ObjectCheck check, Findings findings) {
        RunCheck runCheck = new RunCheck(reader, check, view.cluster(), referencesInMemory, named);
        int at = 0;
        for (Map.Entry<RunRef, RunFile> run : runs.entrySet()) {
            at++;
            if (sound.contains(run.getKey())) {
                continue;
            }
            step("index run " + at + " of " + runs.size() + " and its objects");
            Findings ofRun = new Findings();
            runOrMissing(() -> runCheck.check(run.getKey(), run.getValue(), ofRun), ofRun);
            if (ofRun.isEmpty()) {
                sound.add(run.getKey());
            }
            findings.addAll(ofRun);
        }
        entries += runCheck.entries();
    }

    /** A large run is not read at once, and may be deleted meanwhile; if it is still referred to then, that is damage. */
    private static void runOrMissing(Runnable work, Findings findings) {
        try {
            work.run();
        } catch (MissingException e) {
            String key = e.key();
            findings.add(Finding.missing(key, "an index run that is referred to", "where entries lie is unknown"));
        }
    }

    private void requireSeals(View view, Findings findings) {
        LogEnd ends = new LogEnd(reader, findings, view.cluster());
        for (Id log : view.archive().logs()) {
            Descriptor descriptor = view.logs().get(log);
            if (descriptor != null && descriptor.sealed()) {
                ends.requireSeal(descriptor);
            }
        }
    }

    private VerifyReport report(Attempt attempt, List<Finding> damage, long unconfirmed) {
        List<Finding> notes = attempt.findings.all().stream()
                .filter(finding -> finding.level() == Level.NOTE)
                .toList();
        Set<Id> keys = new TreeSet<>();
        List<Finding> all = new ArrayList<>(damage);
        all.addAll(notes);
        all.forEach(finding -> finding.affected().forEach(affected -> keys.add(affected.key())));
        Map<Id, String> names = keys.isEmpty() ? Map.of() : names(attempt, keys);
        View view = attempt.view;
        return new VerifyReport(
                damage,
                notes,
                attempt.findings.more(),
                unconfirmed,
                names,
                new VerifyReport.Checked(
                        reader.objects(),
                        reader.bytes(),
                        entries,
                        attempt.streams,
                        attempt.others,
                        view == null ? 0 : view.logs().size(),
                        view == null ? 0 : view.runs().size(),
                        attempt.snapshots,
                        (System.nanoTime() - beganNanos) / 1_000_000),
                attempt.unreferenced);
    }

    private Map<Id, String> names(Attempt attempt, Set<Id> keys) {
        step("names of streams");
        try {
            return new Names(reader, attempt.runs, attempt.tail).of(keys);
        } catch (MissingException e) {
            return Map.of(); // keys have to do
        }
    }

    private void step(String what) {
        progress.at(what, reader.objects(), reader.bytes());
    }
}
