package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.RunReading.Held;
import io.runnel.storetools.RunReading.Place;
import io.runnel.storetools.SmallObjects.Cluster;
import io.runnel.storetools.SmallObjects.RunRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Checks one index run with all objects that hold its entries: each entry it tells of must be where it says, and be that
 * entry. What is in memory is the run's references, some at a time, and the objects under way.
 */
final class RunCheck {
    private static final int MOST_PROBLEMS = 20;

    private final StoreReader reader;
    private final ObjectCheck check;
    private final Cluster cluster;
    private final int references; // in memory at a time
    private final LongSet named;
    private long entries;

    /** An object, and the place of its references among those in memory. */
    private record Target(Place place, Held held, int from, int until) implements StoreReader.Wanted {
        @Override
        public String key() {
            return place.key();
        }

        @Override
        public long expectedBytes() {
            return held.bytes == 0 ? 4 << 20 : held.bytes;
        }
    }

    /** Where the references of some objects lie. */
    private static final class References {
        final int[] offsets;
        final int[] lengths;
        final long[] fingerprints;
        final long[] timestampsBefore; // unsigned: no record of the entry may be older

        References(int count) {
            offsets = new int[count];
            lengths = new int[count];
            fingerprints = new long[count];
            timestampsBefore = new long[count];
        }
    }

    /** @param named is told of all objects that runs name */
    RunCheck(StoreReader reader, ObjectCheck check, Cluster cluster, int references, LongSet named) {
        this.reader = reader;
        this.check = check;
        this.cluster = cluster;
        this.references = references;
        this.named = named;
    }

    /** Entries that runs tell of. */
    long entries() {
        return entries;
    }

    void check(RunRef ref, RunFile run, Findings findings) {
        RunReading reading = new RunReading(run, cluster, findings);
        reading.read(ref);
        entries += reading.entries();
        List<Target> some = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Place, Held> next : reading.places().entrySet()) {
            named.add(next.getKey().key());
            Held held = next.getValue();
            if (count > 0 && count + held.entries > references) {
                check(run, some, count, findings);
                some.clear();
                count = 0;
            }
            some.add(new Target(next.getKey(), held, count, count + held.entries));
            count += held.entries;
        }
        check(run, some, count, findings);
    }

    private void check(RunFile run, List<Target> targets, int count, Findings findings) {
        References all = new References(count);
        Map<Place, int[]> next = new HashMap<>();
        targets.forEach(target -> next.put(target.place, new int[] {target.from}));
        gather(run, next, all);
        Map<Place, List<Problem>> problems =
                new TreeMap<>((one, other) -> one.key().compareTo(other.key()));
        reader.each(targets.iterator(), (target, object, damage) -> {
            List<Problem> ofObject = object.isEmpty() && damage.isEmpty()
                    ? List.of(new Problem(0, Long.MAX_VALUE, "the object, which holds entries of " + run.key(), ""))
                    : compare(target, all, object, damage);
            if (!ofObject.isEmpty()) {
                problems.put(target.place, ofObject);
            }
        });
        if (!problems.isEmpty()) {
            report(run, problems, findings);
        }
    }

    private static void gather(RunFile run, Map<Place, int[]> next, References all) {
        RunScan scan = new RunScan(run, new Id(0, 0));
        Id key = new Id(0, 0);
        int generation = -1;
        long nextSeq = 0;
        long timestamp = 0;
        for (RunCursor entry = scan.next(); entry != null; entry = scan.next()) {
            boolean follows = entry.key.equals(key) && entry.generation == generation && entry.firstSeq == nextSeq;
            int[] at = next.get(new Place(entry.log(), entry.place));
            if (at != null) {
                all.offsets[at[0]] = entry.offset;
                all.lengths[at[0]] = entry.length();
                all.fingerprints[at[0]] = entry.fingerprint();
                all.timestampsBefore[at[0]++] = follows ? timestamp : 0;
            }
            key = entry.key;
            generation = entry.generation;
            nextSeq = entry.nextSeq;
            timestamp = entry.lastTimestamp;
        }
    }

    private List<Problem> compare(
            Target target, References all, Optional<StoredObject> object, Optional<DamagedException> damage) {
        ObjectCheck.Result result = check.check(target.place.log(), target.place.number(), object, damage);
        List<Problem> problems = new ArrayList<>(result.problems());
        if (result.object().isEmpty()) {
            return problems;
        }
        long size = object.orElseThrow().size();
        Map<Integer, StoredEntry> entries = new HashMap<>();
        result.object().get().entries().forEach(entry -> entries.put(entry.offset(), entry));
        for (int i = target.from; i < target.until && problems.size() < MOST_PROBLEMS; i++) {
            int offset = all.offsets[i];
            int end = offset + all.lengths[i];
            StoredEntry entry = entries.get(offset);
            if (entry != null && entry.fingerprint() == all.fingerprints[i]) {
                if (Long.compareUnsigned(entry.firstTimestamp(), all.timestampsBefore[i]) < 0) {
                    problems.add(new Problem(
                            offset,
                            offset + 1,
                            "a first timestamp of " + Long.toUnsignedString(all.timestampsBefore[i]) + " or later",
                            Long.toUnsignedString(entry.firstTimestamp())));
                }
            } else if (problems.stream().noneMatch(known -> known.touches(offset, end))) {
                problems.add(new Problem(
                        offset,
                        offset + 1,
                        "the entry that an index run says is at byte " + offset,
                        entry == null ? "no entry that begins there" : entry.toString()));
            }
        }
        if (target.held.bytes > size || target.held.live > size) {
            problems.add(new Problem(
                    0, 0, "an object of " + target.held.bytes + " bytes, as the run's holding says", size + " bytes"));
        }
        return problems;
    }

    /** Goes through the run once more, for what is wrong: which records those are. */
    private static void report(RunFile run, Map<Place, List<Problem>> problems, Findings findings) {
        IdentityHashMap<Problem, Finding.Ranges> ranges = new IdentityHashMap<>();
        RunScan scan = new RunScan(run, new Id(0, 0));
        for (RunCursor entry = scan.next(); entry != null; entry = scan.next()) {
            for (Problem problem : problems.getOrDefault(new Place(entry.log(), entry.place), List.of())) {
                if (problem.touches(entry.offset, entry.offset + entry.length())) {
                    ranges.computeIfAbsent(problem, none -> new Finding.Ranges())
                            .add(new Affected(entry.key, entry.generation, entry.firstSeq, entry.nextSeq));
                }
            }
        }
        problems.forEach((place, ofObject) -> ofObject.forEach(problem -> {
            Finding.Ranges affected = ranges.getOrDefault(problem, new Finding.Ranges());
            String meaning = affected.some().isEmpty()
                    ? "no record that is still referred to is affected"
                    : "these records cannot be read, or not as they were written";
            Finding finding = problem.found().isEmpty()
                    ? Finding.missing(place.key(), problem.expected(), meaning)
                    : Finding.damage(place.key(), problem.expected(), problem.found(), meaning);
            findings.add(finding.affecting(affected));
        }));
    }
}
