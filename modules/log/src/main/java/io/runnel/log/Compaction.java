package io.runnel.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges index runs: leaves out what nobody wants any more, and moves what lies scattered. One merge at a time, so that
 * memory is enough; roll-ups do not wait for it. Belongs to the loop.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int ENTITIES_AT_A_TIME = 16;
    private static final int WORTHWHILE = 3; // a quarter of all

    private final Rewrite.Tools tools;
    private final LogSettings settings;
    private final Entities entities;
    private final Search search;
    private final Runs runs;
    private final Supplier<CompletionStage<Void>> replaced;
    private final LogListener listener;
    private final Turns turns;
    private final Map<RunId, Long> expiries = new HashMap<>();
    private final Set<RunId> damaged = new HashSet<>();

    /** Finds entries, wherever they have moved meanwhile. */
    interface Search {
        CompletionStage<List<EntryRef>> find(EntityHistory history, RefQuery query);
    }

    /** @param replaced fails if another node has replaced this one, and the log with it: what is missing was then deleted */
    Compaction(
            Rewrite.Tools tools,
            LogSettings settings,
            Entities entities,
            Search search,
            Runs runs,
            Supplier<CompletionStage<Void>> replaced,
            LogListener listener) {
        this.replaced = replaced;
        this.tools = tools;
        this.settings = settings;
        this.entities = entities;
        this.search = search;
        this.runs = runs;
        this.listener = listener;
        this.turns = new Turns(tools.loop());
    }

    /** Those of the runs that are to be merged now; empty if none are. */
    List<RunId> due(List<RunId> runs) {
        return Tiers.due(runs.stream().filter(run -> !isDamaged(run)).toList(), settings.maxRunBytes());
    }

    /** Whether the run was left alone, as it, or what it tells of, is damaged. */
    boolean isDamaged(RunId run) {
        return damaged.contains(run);
    }

    /**
     * One damaged object must not stop all streams: readers of what it holds are told, and the rest goes on.
     *
     * @return whether it was damage that kept the runs from being merged; they are then left alone until the next start
     */
    boolean leaveIfDamaged(List<RunId> runs, Throwable failure) {
        if (!(Backoff.cause(failure) instanceof CorruptLogException)) {
            return false;
        }
        damaged.addAll(runs);
        replaced.get().whenComplete((done, fenced) -> {
            if (!(Backoff.cause(fenced) instanceof LogFencedException)) {
                LOG.error("index runs are not merged, and what they tell of stays where it is: {}", runs, failure);
            }
        });
        return true;
    }

    /** Does something when no merge is under way, and begins none before it is done. */
    <T> CompletableFuture<T> inTurn(Supplier<CompletionStage<T>> work) {
        return turns.inTurn(work);
    }

    /**
     * Gets runs and merges them. To be called in turn; completes on the loop.
     *
     * @param leftOut entities whose rows are left out; all their entries must be dead
     */
    CompletableFuture<Rewrite.Result> merge(List<RunId> runs, Set<EntityKey> leftOut) {
        return whole(runs).thenComposeAsync(loaded -> rewrite(loaded, Map.of(), ref -> null, leftOut), tools.loop());
    }

    /** Nothing tells of these entities any more. On the loop. */
    void forgotten(Map<EntityKey, EntityRow> rows) {
        if (!rows.isEmpty()) {
            entities.forget(rows);
            listener.forgotten(rows.size());
        }
    }

    /** The index of slots, whose entries move unless they lie well where they are. Completes on the loop. */
    CompletableFuture<Rewrite.Result> rollUp(LoadedRun ofSlots, Map<Place, Integer> sizes, Rewrite.Memory memory) {
        return rewrite(List.of(ofSlots), sizes, memory, Set.of());
    }

    /**
     * Whether nobody wants much of what a run tells of. To be called in turn; completes on the loop.
     *
     * @param anythingFreed whether it can be so though nothing has expired
     */
    CompletableFuture<Boolean> isWorthRewriting(RunId run, boolean anythingFreed) {
        return earliestExpiry(run)
                .thenComposeAsync(
                        expiry -> anythingFreed || expiry <= tools.loop().epochMillis()
                                ? whole(List.of(run))
                                        .thenComposeAsync(whole -> plan(whole, Map.of(), liveness(whole)), tools.loop())
                                        .thenApplyAsync(Compaction::isWorthRewriting, tools.loop())
                                : CompletableFuture.completedFuture(false),
                        tools.loop());
    }

    /** These runs are no more. */
    void forget(List<RunId> replaced) {
        replaced.forEach(expiries::remove);
    }

    private CompletableFuture<Long> earliestExpiry(RunId run) {
        Long known = expiries.get(run);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return tools.patience()
                .ask(() -> runs.load(run.log(), run.number()))
                .thenApplyAsync(
                        loaded -> {
                            RunDirectory.Content content = loaded.directory().content();
                            long expiry = content == null ? Long.MIN_VALUE : content.earliestExpiry();
                            expiries.put(run, expiry);
                            return expiry;
                        },
                        tools.loop());
    }

    private static boolean isWorthRewriting(MovePlan plan) {
        return plan.deadBytes() > 0 && plan.deadBytes() >= plan.liveBytes() / WORTHWHILE;
    }

    private CompletableFuture<Rewrite.Result> rewrite(
            List<LoadedRun> runs, Map<Place, Integer> known, Rewrite.Memory memory, Set<EntityKey> leftOut) {
        Map<Place, Integer> sizes = new HashMap<>(known);
        for (LoadedRun run : runs) {
            RunDirectory.Content content = run.directory().content();
            if (content != null && known.isEmpty()) {
                content.holdings().forEach(holding -> sizes.put(holding.place(), holding.bytes()));
            }
        }
        CompletableFuture<Liveness> liveness = CompletableFuture.supplyAsync(() -> liveness(runs), tools.background());
        return liveness.thenComposeAsync(alive -> plan(runs, sizes, alive), tools.loop())
                .thenComposeAsync(
                        plan -> new Rewrite(runs, tools, plan, liveness.join(), sizes, memory, leftOut).run(),
                        tools.loop())
                .thenApplyAsync(
                        result -> {
                            listener.compacted(result.movedBytes(), result.deadBytes());
                            return result;
                        },
                        tools.loop());
    }

    private Liveness liveness(List<LoadedRun> runs) {
        return new Liveness(entities, MergedScan.rows(runs).values());
    }

    private CompletableFuture<MovePlan> plan(List<LoadedRun> runs, Map<Place, Integer> sizes, Liveness liveness) {
        long now = tools.loop().epochMillis();
        return reckon(runs, sizes, liveness, now)
                .thenComposeAsync(
                        plan -> plan.expiring().isEmpty()
                                ? CompletableFuture.completedFuture(plan)
                                : Parallel.map(
                                                plan.expiring(),
                                                ENTITIES_AT_A_TIME,
                                                tools.loop(),
                                                key -> raise(key, liveness, now))
                                        .thenComposeAsync(done -> reckon(runs, sizes, liveness, now), tools.loop()),
                        tools.loop());
    }

    private CompletableFuture<MovePlan> reckon(
            List<LoadedRun> runs, Map<Place, Integer> sizes, Liveness liveness, long now) {
        return CompletableFuture.supplyAsync(
                () -> MovePlan.of(runs, liveness, settings.compaction(), sizes, now), tools.background());
    }

    /** Readers pass over expired entries only where nothing precedes them that has not expired. */
    private CompletionStage<Void> raise(EntityKey key, Liveness liveness, long now) {
        EntityHistory history = entities.get(key);
        EntityRow row = liveness.row(key);
        if (history == null || row == null) {
            return CompletableFuture.completedFuture(null); // not all of its entries are known here
        }
        RefQuery firstLeft = new RefQuery(key, row.generation(), row.floor(), -1, 0, 0, now);
        return tools.patience()
                .ask(() -> search.find(history, firstLeft))
                .thenAccept(refs ->
                        liveness.expired(key, row.generation(), refs.isEmpty() ? row.nextSeq() : refs.get(0).firstSeq));
    }

    private CompletableFuture<List<LoadedRun>> whole(List<RunId> runs) {
        return Parallel.map(runs, runs.size(), tools.loop(), this::whole);
    }

    /** All of a run. To be called in turn; completes in the background. */
    CompletableFuture<LoadedRun> whole(RunId run) {
        String object = run.key();
        return tools.patience()
                .ask(() -> tools.store().get(object))
                .thenApplyAsync(
                        found -> Runs.whole(found.orElseThrow(() -> CorruptLogException.missing(object)), object),
                        tools.background());
    }
}
