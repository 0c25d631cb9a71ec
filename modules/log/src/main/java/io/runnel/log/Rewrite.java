package io.runnel.log;

import io.runnel.log.Bodies.Body;
import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes one index run of several, and moves entries to segments as planned. Some entries at a time: what is in memory is
 * the runs, one segment, and {@value #BATCH_BYTES} bytes of entries. Steps follow one another in the background.
 */
final class Rewrite {
    private static final int BATCH_BYTES = 4 << 20;
    private static final int BATCH_ENTRIES = 4096;

    private final List<LoadedRun> inputs;
    private final Tools tools;
    private final MovePlan plan;
    private final Liveness liveness;
    private final Map<Place, Integer> sizes;
    private final Memory memory;
    private final Set<EntityKey> leftOut;
    private final MergedScan scan;
    private final RunBuilder out;
    private final SetSum in = new SetSum();
    private final SetSum left = new SetSum();
    private final Set<Place> before = new HashSet<>();
    private @Nullable Segment segment;
    private @Nullable Place lastPlace;
    private @Nullable EntityKey key;
    private Liveness.Standing standing = Liveness.ALL;
    private int entity = -1;
    private boolean isLeftOut;
    private boolean hasMore = true;
    private long movedBytes;

    /** What writes segments. */
    record Tools(
            Id cluster,
            Id log,
            ObjectStore store,
            Loop loop,
            Patience patience,
            Bodies bodies,
            Executor background,
            RandomGenerator random,
            LongSupplier nextSegment,
            int segmentBytes) {}

    /** Knows entries that need not be fetched. */
    interface Memory {
        @Nullable
        LogEntry entry(EntryRef ref);
    }

    /**
     * @param run to be written
     * @param sizes of the objects that hold its entries
     * @param released objects that held entries before, and hold none any more
     */
    record Result(RunBuilder run, Map<Place, Integer> sizes, Set<Place> released, long movedBytes, long deadBytes) {}

    private record Batch(List<Body> bodies, List<Body> moved) {}

    /**
     * @param sizes of the objects that hold the entries, as far as they are known
     * @param leftOut entities whose rows are left out; all their entries must be dead
     */
    Rewrite(
            List<LoadedRun> inputs,
            Tools tools,
            MovePlan plan,
            Liveness liveness,
            Map<Place, Integer> sizes,
            Memory memory,
            Set<EntityKey> leftOut) {
        this.inputs = inputs;
        this.tools = tools;
        this.plan = plan;
        this.liveness = liveness;
        this.sizes = new HashMap<>(sizes);
        this.memory = memory;
        this.leftOut = leftOut;
        this.scan = new MergedScan(inputs);
        this.out = new RunBuilder(inputs.stream().mapToInt(LoadedRun::size).sum());
    }

    CompletableFuture<Result> run() {
        return CompletableFuture.completedFuture(null).thenComposeAsync(begin -> step(), tools.background);
    }

    private CompletableFuture<Result> step() {
        if (!hasMore) {
            return endSegment().thenApplyAsync(done -> finish(), tools.background);
        }
        Batch batch = nextBatch();
        List<Body> missing =
                batch.moved.stream().filter(body -> body.held == null).toList();
        return tools.bodies
                .fetch(missing)
                .thenComposeAsync(fetched -> take(batch), tools.background)
                .thenComposeAsync(taken -> step(), tools.background);
    }

    private Batch nextBatch() {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>());
        long bytes = 0;
        while (bytes < BATCH_BYTES && batch.bodies.size() < BATCH_ENTRIES) {
            RunBlock.Cursor entry = scan.next();
            if (entry == null) {
                hasMore = false;
                break;
            }
            EntityKey ofEntry = keyOf(entry);
            Place place = placeOf(entry);
            entry.addTo(in);
            if (standing.isDead(entry)) {
                entry.addTo(left);
                continue;
            }
            if (isLeftOut) {
                throw new IllegalStateException("a merge would have forgotten an entity that has entries");
            }
            EntryRef ref = entry.ref();
            boolean moves = plan.moves(entity, place);
            Body body = new Body(ofEntry, ref, moves ? memory.entry(ref) : null);
            batch.bodies.add(body);
            if (moves) {
                batch.moved.add(body);
                bytes += ref.length();
            }
        }
        movedBytes += bytes;
        return batch;
    }

    private EntityKey keyOf(RunBlock.Cursor entry) {
        EntityKey before = key;
        if (before != null && entry.compareKey(before) == 0) {
            return before;
        }
        EntityKey next = entry.key();
        key = next;
        entity++;
        standing = liveness.of(next);
        isLeftOut = leftOut.contains(next);
        return next;
    }

    private Place placeOf(RunBlock.Cursor entry) {
        Place last = lastPlace;
        if (last != null && entry.isIn(last)) {
            return last;
        }
        Place place = entry.place();
        before.add(place);
        lastPlace = place;
        return place;
    }

    private CompletableFuture<Void> take(Batch batch) {
        int nextMoved = 0;
        for (Body body : batch.bodies) {
            boolean moves = nextMoved < batch.moved.size() && batch.moved.get(nextMoved) == body;
            nextMoved += moves ? 1 : 0;
            out.entry(body.key, moves ? move(body) : body.ref);
        }
        Segment open = segment;
        return open != null && open.size() >= tools.segmentBytes
                ? endSegment()
                : CompletableFuture.completedFuture(null);
    }

    private EntryRef move(Body body) {
        Segment open = segment;
        if (open == null) {
            open = new Segment(tools.log, tools.nextSegment.getAsLong(), tools.segmentBytes);
            segment = open;
        }
        LogEntry held = body.held;
        return held == null ? open.add(body.ref, body.bytes, body.at) : open.add(body.ref, held);
    }

    private CompletableFuture<Void> endSegment() {
        Segment full = segment;
        if (full == null) {
            return CompletableFuture.completedFuture(null);
        }
        segment = null;
        sizes.put(full.place(), full.size());
        byte[] object = full.finish(tools.cluster, Id.random(tools.random), tools.loop.epochMillis() * 1000);
        // A conflict is the echo of an earlier attempt: nobody else uses the number.
        return tools.patience
                .ask(() -> tools.store.put(full.place().key(), object, new Condition.IfAbsent()))
                .thenAccept(stored -> {});
    }

    private Result finish() {
        MergedScan.rows(inputs).forEach((shard, rows) -> {
            rows.keySet().removeAll(leftOut);
            if (!rows.isEmpty()) {
                out.rows(shard, rows.entrySet());
            }
        });
        if (in.value() != left.value() + out.setSum()) {
            throw new IllegalStateException("a merge would have lost or invented entries");
        }
        requireSum();
        Set<Place> released = new HashSet<>(before);
        released.removeAll(out.places());
        sizes.keySet().retainAll(out.places());
        return new Result(out, sizes, released, movedBytes, plan.deadBytes());
    }

    /** Together the runs must have had the entries that they say they have. */
    private void requireSum() {
        long sum = 0;
        for (LoadedRun run : inputs) {
            RunDirectory.Content content = run.directory().content();
            if (content == null) {
                return; // of a time when none was kept
            }
            sum += content.setSum();
        }
        if (sum != in.value()) {
            throw new CorruptLogException("the entries of " + inputs.get(0).object() + " or another of " + inputs.size()
                    + " index runs are not those that it says it has");
        }
    }
}
