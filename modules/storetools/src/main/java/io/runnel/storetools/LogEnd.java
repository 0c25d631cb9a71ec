package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.IndexRun.Directory;
import io.runnel.storetools.ObjectName.Kind;
import io.runnel.storetools.SmallObjects.Cluster;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.View.LogTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a log ends that is not in the archive, that its slots have no hole before, and which index runs it has. A log
 * that is being written is looked at as a node would that takes over: up to the first slot that is missing.
 */
final class LogEnd {
    private static final int MOST_HOLES = 10;
    private static final int ATTEMPTS = 20;

    private final StoreReader reader;
    private final Findings findings;
    private final Cluster cluster;

    LogEnd(StoreReader reader, Findings findings, Cluster cluster) {
        this.reader = reader;
        this.findings = findings;
        this.cluster = cluster;
    }

    /** Goes along the slots in their order. */
    private static final class Walk {
        private final long end; // no slot from here on; the largest number if it is not known
        private final List<Long> holes = new ArrayList<>();
        private long next;

        Walk(long first, long end) {
            this.next = first;
            this.end = end;
        }

        void see(long slot) {
            upTo(Math.min(slot, end));
            next = Math.max(next, Math.min(slot + 1, end));
        }

        void upTo(long slot) {
            for (; next < slot; next++) {
                if (holes.size() < MOST_HOLES) {
                    holes.add(next);
                } else {
                    next = slot; // there are enough
                    return;
                }
            }
        }
    }

    LogTail tail(Descriptor asListed) {
        Descriptor log = asListed;
        for (int attempt = 1; ; attempt++) {
            Walk walk = walk(log);
            long last = walk.next - 1;
            Descriptor now = again(log);
            if (!now.equals(log) && attempt < ATTEMPTS) {
                log = now; // it was collected or ended meanwhile
                continue;
            }
            // A list is not taken at one moment, and perhaps not complete.
            walk.holes.removeIf(hole -> reader.exists(ObjectName.slot(asListed.log(), hole)));
            if (!log.sealed()) {
                last = withoutUnacknowledged(log, walk, last);
                last = beforeSeal(log, last);
            }
            reportHoles(log, walk, last);
            return withRuns(log, last);
        }
    }

    private Walk walk(Descriptor log) {
        long first = log.collectedThrough() + 1;
        Walk walk = new Walk(first, log.sealed() ? log.end() : Long.MAX_VALUE);
        reader.list(ObjectName.slots(log.log()), ObjectName.slot(log.log(), first - 1), key -> {
            ObjectName name = ObjectName.of(key);
            if (name.kind() == Kind.SLOT) {
                walk.see(name.number());
            }
        });
        if (log.sealed()) {
            walk.upTo(log.end());
        }
        return walk;
    }

    /** Slots are written side by side: beyond the first one missing may be others, of which nobody was told. */
    private static long withoutUnacknowledged(Descriptor log, Walk walk, long last) {
        long end = last;
        for (long hole : walk.holes) {
            if (last < hole + log.window()) {
                end = Math.min(end, hole - 1);
            }
        }
        return end;
    }

    private Descriptor again(Descriptor log) {
        String key = ObjectName.descriptor(log.log());
        try {
            return reader.get(key)
                    .map(object -> SmallObjects.descriptor(object.bytes()))
                    .orElse(log);
        } catch (DamagedException e) {
            return log; // said already
        }
    }

    /** Somebody may be ending the log: a SEAL is where it ends, though the descriptor does not say so yet. */
    private long beforeSeal(Descriptor log, long last) {
        long first = Math.max(log.collectedThrough() + 1, last - 3L * log.window());
        for (long slot = first; slot <= last; slot++) {
            Optional<WalFooter> footer = footer(log.log(), slot);
            if (footer.isPresent() && footer.get().kind() == WalFooter.SEAL) {
                return slot - 1;
            }
        }
        return last;
    }

    private void reportHoles(Descriptor log, Walk walk, long last) {
        for (long hole : walk.holes) {
            if (hole <= last) {
                findings.add(Finding.missing(
                        ObjectName.slot(log.log(), hole),
                        "an object in every slot that others follow on",
                        "its records are lost, unless an index run says that they lie elsewhere"
                                + (log.sealed() ? "" : "; a server that takes over would end the log here")));
            }
        }
    }

    private LogTail withRuns(Descriptor log, long last) {
        if (log.sealed()) {
            requireSeal(log);
        }
        LogTail nothing = new LogTail(log, last, 0, List.of());
        @Nullable WalFooter footer = last(log, last);
        if (footer == null || footer.latestRun() == 0) {
            return nothing;
        }
        Optional<RunFile> run = ViewReader.open(reader, cluster, log.log(), footer.latestRun(), findings);
        if (run.isEmpty()) {
            return nothing;
        }
        Directory directory = run.get().directory();
        List<RunRef> runs = new ArrayList<>(directory.others());
        if (directory.own()) {
            runs.add(new RunRef(log.log(), footer.latestRun(), directory.level(), (int)
                    run.get().size()));
        }
        if (!directory.own()
                || directory.coveredThrough() < log.collectedThrough()
                || directory.coveredThrough() >= last) {
            findings.add(Finding.damage(
                    run.get().key(),
                    "a run of its own log that covers slots from " + log.collectedThrough() + " to " + (last - 1)
                            + " at most",
                    (directory.own() ? "one" : "one of other logs") + " that covers slots up to "
                            + directory.coveredThrough(),
                    "entries between may not be found"));
        }
        return new LogTail(log, last, directory.coveredThrough(), runs);
    }

    /** Of the last slot that can be read. */
    private @Nullable WalFooter last(Descriptor log, long last) {
        for (long slot = last; slot > Math.max(log.collectedThrough(), last - log.window()); slot--) {
            Optional<WalFooter> footer = footer(log.log(), slot);
            if (footer.isPresent()) {
                return footer.get();
            }
        }
        return null;
    }

    /** It keeps whoever wrote the log from going on, for ever. */
    void requireSeal(Descriptor log) {
        String key = ObjectName.slot(log.log(), log.end());
        String meaning = "no record is affected, but a server that was replaced long ago could write here unnoticed";
        try {
            Optional<StoredObject> object = reader.get(key);
            if (object.isEmpty()) {
                findings.add(Finding.missing(key, "the SEAL at the end of the log", meaning));
                return;
            }
            WalFooter footer = WalFooter.read(object.get().bytes(), object.get().size());
            SmallObjects.require(
                    footer.kind() == WalFooter.SEAL, "the SEAL at the end of the log", "kind " + footer.kind());
        } catch (DamagedException e) {
            findings.add(Finding.damage(key, e, meaning));
        }
    }

    private Optional<WalFooter> footer(Id log, long slot) {
        try {
            return reader.get(ObjectName.slot(log, slot), -WalFooter.SIZE, WalFooter.SIZE)
                    .map(object -> WalFooter.read(object.bytes(), object.size()));
        } catch (DamagedException e) {
            return Optional.empty(); // said by whoever reads all of it
        }
    }
}
