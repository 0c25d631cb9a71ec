package io.runnel.storetools;

import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.storetools.ObjectName.Kind;
import io.runnel.storetools.SmallObjects.Descriptor;
import io.runnel.storetools.SmallObjects.RunRef;
import io.runnel.storetools.View.LogTail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists all objects: those that nothing refers to are no damage, a server deletes them later; but even they must be what
 * they say, and a slot where none may be is damage.
 */
final class LeftoverScan {
    private static final int MOST_KEYS = 100;
    private static final int AT_A_TIME = 1000;
    private static final long EXPECTED_BYTES = 1 << 20;
    private static final String HARMLESS = "no record is affected: nothing refers to the object";

    private final StoreReader reader;
    private final ObjectCheck check;
    private final View view;
    private final LongSet named;
    private final Findings findings;
    private final Set<String> runs = new HashSet<>();
    private final Map<Id, LogTail> tails = new HashMap<>();
    private final Set<Id> archived;
    private final Set<Id> settled;
    private final List<String> keys = new ArrayList<>();
    private final List<String> strange = new ArrayList<>();
    private final List<Unnamed> waiting = new ArrayList<>();
    private long leftovers;
    private long bytes;
    private long all;

    private record Unnamed(String key, ObjectName name) implements StoreReader.Wanted {
        @Override
        public long expectedBytes() {
            return EXPECTED_BYTES;
        }
    }

    /** @param named objects that hold entries and have been checked */
    LeftoverScan(StoreReader reader, ObjectCheck check, View view, LongSet named, Findings findings) {
        this.reader = reader;
        this.check = check;
        this.view = view;
        this.named = named;
        this.findings = findings;
        for (RunRef run : view.runs()) {
            runs.add(run.key());
        }
        view.tails().forEach(log -> tails.put(log.log(), log));
        archived = new HashSet<>(view.archive().logs());
        settled = view.archive().settled();
    }

    /** Some of the objects that nothing refers to. */
    List<String> keys() {
        return keys;
    }

    /** Some of the objects that are not Runnel's. */
    List<String> strange() {
        return strange;
    }

    long leftovers() {
        return leftovers;
    }

    long bytes() {
        return bytes;
    }

    /** Objects of all kinds that are in the store. */
    long all() {
        return all;
    }

    void scan() {
        reader.list("", "", key -> {
            all++;
            ObjectName name = ObjectName.of(key);
            switch (name.kind()) {
                case RUN -> {
                    if (!runs.contains(key)) {
                        later(key, name);
                    }
                }
                case SLOT, SEGMENT -> {
                    if (!named.contains(key)) {
                        later(key, name);
                    }
                }
                case PROBE, STRANGE -> {
                    if (strange.size() < MOST_KEYS) {
                        strange.add(key);
                    }
                }
                default -> {} // there is a check for each kind
            }
        });
        checkWaiting();
    }

    private void later(String key, ObjectName name) {
        waiting.add(new Unnamed(key, name));
        if (waiting.size() == AT_A_TIME) {
            checkWaiting();
        }
    }

    private void checkWaiting() {
        List<Unnamed> some = List.copyOf(waiting);
        waiting.clear();
        reader.each(some.iterator(), (unnamed, object, damage) -> {
            if (object.isEmpty() && damage.isEmpty()) {
                return; // deleted meanwhile
            }
            if (!view.logs().containsKey(unnamed.name.id()) && !settled.contains(unnamed.name.id())) {
                requireDescriptor(unnamed);
            }
            if (unnamed.name.kind() == Kind.RUN) {
                run(unnamed, object, damage);
            } else {
                entries(unnamed, object, damage);
            }
        });
    }

    /** Every log has one before it has anything else, and until long after it has ended. */
    private void requireDescriptor(Unnamed unnamed) {
        String key = ObjectName.descriptor(unnamed.name.id());
        boolean isSaid =
                findings.all().stream().anyMatch(known -> known.object().equals(key));
        if (!isSaid && !reader.exists(key)) {
            findings.add(Finding.missing(
                    key,
                    "the descriptor of a log that has objects, such as " + unnamed.key,
                    "no shard and no index refers to the log: it has no entries that are known"));
        }
    }

    private void run(Unnamed unnamed, Optional<StoredObject> object, Optional<DamagedException> damage) {
        leftover(unnamed, object);
        try {
            if (damage.isPresent()) {
                throw damage.get();
            }
            RunFile run = RunFile.open(reader, unnamed.key, object.orElseThrow());
            SmallObjects.require(
                    run.footer().log().equals(unnamed.name.id())
                            && run.footer().number() == unnamed.name.number()
                            && run.footer().cluster().equals(view.cluster().id()),
                    "run " + unnamed.name.number() + " of log " + unnamed.name.id(),
                    run.footer());
            Findings ofRun = new Findings();
            new RunReading(run, view.cluster(), ofRun)
                    .read(new RunRef(
                            unnamed.name.id(),
                            unnamed.name.number(),
                            run.directory().level(),
                            (int) run.size()));
            ofRun.all()
                    .forEach(found ->
                            findings.add(Finding.damage(found.object(), found.expected(), found.found(), HARMLESS)));
        } catch (DamagedException e) {
            findings.add(Finding.damage(unnamed.key, e, HARMLESS));
        }
    }

    private void entries(Unnamed unnamed, Optional<StoredObject> object, Optional<DamagedException> damage) {
        Id log = unnamed.name.id();
        long number = unnamed.name.number();
        boolean isSlot = unnamed.name.kind() == Kind.SLOT;
        ObjectCheck.Result result = check.check(log, isSlot ? number : -number, object, damage);
        result.problems()
                .forEach(problem ->
                        findings.add(Finding.damage(unnamed.key, problem.expected(), problem.found(), HARMLESS)));
        @Nullable Descriptor descriptor = view.logs().get(log);
        if (isSlot && descriptor != null && isPlaced(descriptor, unnamed, result.kind())) {
            return;
        }
        leftover(unnamed, object);
    }

    /** @return whether the slot has its place, though nothing refers to it */
    private boolean isPlaced(Descriptor log, Unnamed unnamed, int kind) {
        long slot = unnamed.name.number();
        @Nullable LogTail tail = tails.get(log.log());
        long end = log.sealed() ? log.end() : tail == null ? 1 : tail.last() + 1;
        if (slot < end) {
            boolean sealMayBe = archived.contains(log.log()) || slot <= log.collectedThrough();
            if (kind == WalFooter.SEAL && !sealMayBe) {
                findings.add(Finding.damage(
                        unnamed.key,
                        "entries, as the log ends with slot " + (end - 1),
                        "a SEAL",
                        "the entries that were in this slot are lost"));
            }
            return false;
        }
        if (log.sealed()) {
            long first = kind == WalFooter.SEAL ? end + 2L * log.window() + 1 : end + log.window();
            if (slot >= first) {
                findings.add(Finding.damage(
                        unnamed.key,
                        "nothing beyond slot " + (first - 1) + ", as the log ends with slot " + (end - 1),
                        kind == WalFooter.SEAL ? "a SEAL" : "an object with entries",
                        "its records are not read, and nobody can have been told that they are durable; unless the end is "
                                + "wrong"));
            }
        }
        return true;
    }

    private void leftover(Unnamed unnamed, Optional<StoredObject> object) {
        leftovers++;
        bytes += object.map(StoredObject::size).orElse(0L);
        if (keys.size() < MOST_KEYS) {
            keys.add(unnamed.key);
        }
    }
}
