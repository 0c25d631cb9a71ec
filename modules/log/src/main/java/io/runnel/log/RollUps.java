package io.runnel.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The index runs of this log: makes one of every so many WAL objects, and fewer of many, so that neither memory nor the
 * next start has to do with every object. Belongs to the loop.
 */
final class RollUps {
    private static final int OBJECTS_BEHIND = 16; // times what a roll-up takes

    private final Id log;
    private final LogSettings settings;
    private final IndexWork work;
    private final Consumer<List<RunId>> changed;
    private final LongConsumer covered;
    private final Consumer<Boolean> behind;
    private final Consumer<Throwable> broken;
    private final Deque<Unrolled> unrolled = new ArrayDeque<>();
    private List<RunId> runs = List.of();
    private long coveredThrough;
    private long unrolledBytes;
    private boolean asked;
    private boolean isBehind;

    @SuppressWarnings("ArrayRecordComponent") // a carrier: its identity is never asked for
    private record Unrolled(long slot, byte[] index) {}

    /**
     * @param changed told all runs whenever they are others
     * @param covered told afterwards up to which slot they say everything
     * @param behind told when the log had better wait, and when it may go on
     * @param broken told if the index cannot be written
     */
    RollUps(
            Id log,
            LogSettings settings,
            IndexWork work,
            Consumer<List<RunId>> changed,
            LongConsumer covered,
            Consumer<Boolean> behind,
            Consumer<Throwable> broken) {
        this.log = log;
        this.settings = settings;
        this.work = work;
        this.changed = changed;
        this.covered = covered;
        this.behind = behind;
        this.broken = broken;
    }

    /** A slot has become durable. */
    void add(long slot, byte[] index) {
        unrolled.add(new Unrolled(slot, index));
        unrolledBytes += index.length;
        rollUpIfDue();
    }

    /** For whoever writes another run. */
    IndexWork.OwnRuns own() {
        return new IndexWork.OwnRuns(runs, coveredThrough);
    }

    private void rollUpIfDue() {
        boolean due = unrolled.size() >= settings.rollUpObjects() || unrolledBytes >= settings.rollUpBytes();
        boolean nowBehind = unrolled.size() >= OBJECTS_BEHIND * settings.rollUpObjects()
                || unrolledBytes >= (long) OBJECTS_BEHIND * settings.rollUpBytes();
        if (nowBehind != isBehind) {
            isBehind = nowBehind;
            behind.accept(nowBehind);
        }
        if (due && !asked) {
            asked = true;
            var unused = work.inTurn(this::rollUp).whenComplete((done, failure) -> {
                asked = false;
                if (failure == null) {
                    mergeIfDue();
                    rollUpIfDue();
                } else {
                    broken.accept(failure);
                }
            });
        }
    }

    private CompletionStage<Void> rollUp() {
        List<Unrolled> taken = new ArrayList<>();
        long bytes = 0;
        for (Unrolled next : unrolled) {
            if (bytes >= 2L * settings.rollUpBytes()) {
                break;
            }
            taken.add(next);
            bytes += next.index.length;
        }
        long through = taken.get(taken.size() - 1).slot;
        return work.write(() -> RunContent.of(entries(taken)), 0, true, new IndexWork.OwnRuns(runs, through))
                .thenAccept(run -> {
                    List<RunId> more = new ArrayList<>(runs);
                    more.add(run);
                    runs = List.copyOf(more);
                    coveredThrough = through;
                    for (Unrolled done : taken) {
                        unrolled.remove();
                        unrolledBytes -= done.index.length;
                    }
                    changed.accept(runs);
                    covered.accept(through);
                });
    }

    private List<IndexedEntry> entries(List<Unrolled> objects) {
        List<IndexedEntry> entries = new ArrayList<>();
        for (Unrolled object : objects) {
            FormatReader in = new FormatReader(object.index, ObjectKeys.slot(log, object.slot));
            entries.addAll(WalIndex.decode(log, object.slot, in));
        }
        return entries;
    }

    private void mergeIfDue() {
        List<RunId> due = Tiers.due(runs, settings.maxRunBytes());
        if (!due.isEmpty()) {
            var unused = work.inTurn(() -> merge(due)).whenComplete((done, failure) -> {
                if (failure == null) {
                    mergeIfDue();
                } else {
                    broken.accept(failure);
                }
            });
        }
    }

    private CompletionStage<Void> merge(List<RunId> due) {
        if (!runs.containsAll(due)) {
            return CompletableFuture.completedFuture(null); // asked for twice
        }
        return work.merged(due).thenCompose(content -> {
            List<RunId> others = new ArrayList<>(runs);
            others.removeAll(due);
            return work.write(
                            () -> content, due.get(0).level() + 1, true, new IndexWork.OwnRuns(others, coveredThrough))
                    .thenAccept(run -> {
                        others.add(run);
                        runs = List.copyOf(others);
                        changed.accept(runs);
                    });
        });
    }
}
