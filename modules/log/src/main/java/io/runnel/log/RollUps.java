package io.runnel.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The index runs of this log: makes one of every so many WAL objects, whose entries mostly move to segments, and fewer of
 * many, so that neither memory nor the next start has to do with every object. Belongs to the loop.
 */
final class RollUps {
    private static final int BEHIND = 16; // times what a roll-up takes

    private final Id cluster;
    private final Id log;
    private final LogSettings settings;
    private final Loop loop;
    private final Executor background;
    private final IndexWork work;
    private final Compaction compaction;
    private final Events events;
    private final Deque<Unrolled> unrolled = new ArrayDeque<>();
    private List<RunId> runs = List.of();
    private long coveredThrough;
    private long unrolledObjects;
    private long unrolledIndexBytes;
    private long unrolledBytes;
    private boolean rollingUp;
    private boolean merging;
    private boolean isBehind;

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Unrolled(long slot, byte[] index, EntryRef[] refs, int size) {}

    /** Learns what changes. */
    interface Events {
        /** These are all runs, from now on. */
        void runs(List<RunId> runs);

        /** They say everything up to this slot. Follows {@link #runs}. */
        void covered(long slot);

        /** Nobody needs these objects who finds the run or a later one; slots among them are covered. */
        void released(long run, long coveredThrough, Collection<String> keys);

        /** Whether the log had better wait, from now on. */
        void behind(boolean isBehind);

        /** The index cannot be written. */
        void broken(Throwable cause);
    }

    RollUps(
            Id cluster,
            Id log,
            LogSettings settings,
            Loop loop,
            Executor background,
            IndexWork work,
            Compaction compaction,
            Events events) {
        this.cluster = cluster;
        this.log = log;
        this.settings = settings;
        this.loop = loop;
        this.background = background;
        this.work = work;
        this.compaction = compaction;
        this.events = events;
    }

    /**
     * A slot has become durable.
     *
     * @param refs in the order of the object
     * @param size of the object
     */
    void add(long slot, byte[] index, EntryRef[] refs, int size) {
        Unrolled next = new Unrolled(slot, index, refs, size);
        unrolled.add(next);
        count(next, 1);
        rollUpIfDue();
    }

    /** Slots without entries do not count: their roll-up would be announced in another of them, and so on for ever. */
    private void count(Unrolled slot, long sign) {
        if (slot.refs.length > 0) {
            unrolledObjects += sign;
            unrolledIndexBytes += sign * slot.index.length;
            unrolledBytes += sign * slot.size;
        }
    }

    private void rollUpIfDue() {
        boolean nowBehind = exceeds(BEHIND);
        if (nowBehind != isBehind) {
            isBehind = nowBehind;
            events.behind(nowBehind);
        }
        if (exceeds(1) && !rollingUp) {
            rollingUp = true;
            var unused = rollUp().whenCompleteAsync(
                            (done, failure) -> {
                                rollingUp = false;
                                if (failure == null) {
                                    mergeIfDue();
                                    rollUpIfDue();
                                } else {
                                    events.broken(Backoff.cause(failure));
                                }
                            },
                            loop);
        }
    }

    private boolean exceeds(int times) {
        return unrolledObjects >= (long) times * settings.rollUpObjects()
                || unrolledIndexBytes >= (long) times * settings.rollUpBytes()
                || unrolledBytes >= (long) times * settings.compaction().segmentBytes();
    }

    private CompletableFuture<Void> rollUp() {
        List<Unrolled> taken = new ArrayList<>();
        Map<Place, Integer> sizes = new HashMap<>();
        long indexBytes = 0;
        long bytes = 0;
        for (Unrolled next : unrolled) {
            if (indexBytes >= 2L * settings.rollUpBytes()
                    || bytes >= 2L * settings.compaction().segmentBytes()) {
                break;
            }
            taken.add(next);
            sizes.put(new Place(log, next.slot), next.size);
            indexBytes += next.index.length;
            bytes += next.size;
        }
        return CompletableFuture.supplyAsync(() -> index(taken), background)
                .thenComposeAsync(index -> compaction.rollUp(index, sizes, memory(taken)), loop)
                .thenComposeAsync(result -> work.inTurn(() -> adopt(taken, sizes, result)), loop);
    }

    /** The entries of slots, as a run that stays in memory. */
    private LoadedRun index(List<Unrolled> slots) {
        List<IndexedEntry> entries = new ArrayList<>();
        for (Unrolled slot : slots) {
            FormatReader in = new FormatReader(slot.index, ObjectKeys.slot(log, slot.slot));
            entries.addAll(WalIndex.decode(log, slot.slot, in));
        }
        byte[] run = RunContent.of(entries).finish(cluster, log, 0, Map.of(), true, 0, List.of(), 0);
        return Runs.whole(run, "the index of slots to " + slots.get(slots.size() - 1).slot + " of log " + log);
    }

    private static Rewrite.Memory memory(List<Unrolled> slots) {
        Map<Long, EntryRef[]> bySlot = new HashMap<>();
        slots.forEach(slot -> bySlot.put(slot.slot, slot.refs));
        return ref -> {
            EntryRef[] refs = bySlot.get(ref.place);
            return refs == null ? null : held(refs, ref);
        };
    }

    private static @Nullable LogEntry held(EntryRef[] refs, EntryRef wanted) {
        int at = Arrays.binarySearch(refs, wanted, Comparator.comparingInt(ref -> ref.offset));
        return at < 0 ? null : refs[at].held();
    }

    private CompletionStage<Void> adopt(List<Unrolled> taken, Map<Place, Integer> slots, Rewrite.Result result) {
        long through = taken.get(taken.size() - 1).slot;
        return work.write(result.run(), result.sizes(), 0, new IndexWork.OwnRuns(runs, through))
                .thenAccept(run -> {
                    List<RunId> more = new ArrayList<>(runs);
                    more.add(run);
                    runs = List.copyOf(more);
                    coveredThrough = through;
                    for (Unrolled done : taken) {
                        unrolled.remove();
                        count(done, -1);
                    }
                    events.runs(runs);
                    events.covered(through);
                    List<Place> emptied = new ArrayList<>(slots.keySet());
                    emptied.removeAll(result.run().places());
                    release(run, emptied, List.of());
                });
    }

    private void mergeIfDue() {
        List<RunId> due = compaction.due(runs);
        if (!due.isEmpty() && !merging) {
            merging = true;
            var unused = compaction
                    .inTurn(() -> merge(due, due.get(0).level() + 1, EndedRows.NONE))
                    .whenComplete((done, failure) -> {
                        merging = false;
                        if (failure == null || compaction.leaveIfDamaged(due, failure)) {
                            mergeIfDue();
                        } else {
                            events.broken(failure);
                        }
                    });
        }
    }

    /** Writes those runs anew of which much is wanted no more. */
    CompletableFuture<Void> sweep(boolean anythingFreed) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (RunId run : runs) {
            all.add(alone(
                    run,
                    () -> compaction
                            .isWorthRewriting(run, anythingFreed)
                            .thenComposeAsync(
                                    worth -> worth
                                            ? merge(List.of(run), run.level(), EndedRows.NONE)
                                            : CompletableFuture.<Void>completedFuture(null),
                                    loop)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** Writes a run anew without some of its rows, unless it has been replaced meanwhile. */
    CompletableFuture<Void> leaveOut(RunId run, EndedRows ended) {
        return alone(run, () -> merge(List.of(run), run.level(), ended));
    }

    /** All runs of this log. */
    List<RunId> runs() {
        return runs;
    }

    private CompletableFuture<Void> alone(RunId run, Supplier<CompletionStage<Void>> work) {
        return compaction.inTurn(work).whenComplete((done, failure) -> {
            boolean matters = failure != null && runs.contains(run);
            if (matters && !compaction.leaveIfDamaged(List.of(run), failure)) {
                events.broken(failure);
            }
        });
    }

    private CompletionStage<Void> merge(List<RunId> due, int level, EndedRows ended) {
        if (!runs.containsAll(due) || due.stream().anyMatch(compaction::isDamaged)) {
            return CompletableFuture.completedFuture(null);
        }
        return compaction
                .merge(due, ended.leftOut())
                .thenComposeAsync(result -> work.inTurn(() -> replace(due, level, result, ended)), loop);
    }

    private CompletionStage<Void> replace(List<RunId> due, int level, Rewrite.Result result, EndedRows ended) {
        List<RunId> others = new ArrayList<>(runs);
        others.removeAll(due);
        return work.write(result.run(), result.sizes(), level, new IndexWork.OwnRuns(others, coveredThrough))
                .thenAccept(run -> {
                    others.add(run);
                    runs = List.copyOf(others);
                    compaction.forget(due);
                    compaction.forgotten(ended.forgotten());
                    events.runs(runs);
                    release(run, result.released(), due);
                });
    }

    private void release(RunId by, Collection<Place> places, List<RunId> replaced) {
        List<String> keys = new ArrayList<>();
        places.forEach(place -> keys.add(place.key()));
        replaced.forEach(run -> keys.add(run.key()));
        events.released(by.number(), coveredThrough, keys);
    }
}
