package io.runnel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has index runs written anew much of which is rows of entities that have ended. Asks the store for nothing unless many have.
 * Belongs to the loop.
 */
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    private static final int SHARE_OF_ENTITIES = 8;
    private static final int ENTITIES_AT_A_TIME = 500_000;

    private final Entities entities;
    private final Compaction compaction;
    private final RollUps rollUps;
    private final Predecessors predecessors;
    private final Loop loop;
    private final Executor background;
    private final int least;
    private Set<RunId> inVain = Set.of(); // runs of which none was worth it
    private int endedThen;

    /** @param least so many entities must have ended */
    Forgetting(
            Entities entities,
            Compaction compaction,
            RollUps rollUps,
            Predecessors predecessors,
            Loop loop,
            Executor background,
            int least) {
        this.entities = entities;
        this.compaction = compaction;
        this.rollUps = rollUps;
        this.predecessors = predecessors;
        this.loop = loop;
        this.background = background;
        this.least = least;
    }

    /** To be called in every sweep, on the loop; completes when what there is to do is done, or cannot be done now. */
    CompletionStage<Void> sweep() {
        int sweep = entities.nextSweep();
        // In a log that is not in the archive yet there could be a row older than one that is left out.
        if (!isDue() || !predecessors.allArchived()) {
            return CompletableFuture.completedFuture(null);
        }
        return predecessors
                .latest()
                .thenComposeAsync(archive -> look(archive, sweep), loop)
                .thenComposeAsync(this::leaveOut, loop)
                .exceptionally(failure -> {
                    LOG.debug("entities that have ended are not forgotten for now", failure);
                    return null;
                });
    }

    private boolean isDue() {
        return entities.ended() >= Math.max(least, entities.size() / SHARE_OF_ENTITIES);
    }

    private CompletionStage<Map<RunId, EndedRows>> look(Archive archive, int sweep) {
        List<RunId> runs = new ArrayList<>(rollUps.runs());
        runs.addAll(archive.runs());
        Set<RunId> all = Set.copyOf(runs);
        int ended = entities.ended();
        int parts = 1 + ended / ENTITIES_AT_A_TIME;
        boolean again = parts == 1 && ended == endedThen && all.equals(inVain);
        if (again || runs.stream().anyMatch(compaction::isDamaged)) {
            return CompletableFuture.completedFuture(Map.of());
        }
        EndedCensus census = new EndedCensus(entities, sweep - 1, sweep % parts, parts);
        return compaction
                .inTurn(() -> count(runs, census))
                .thenApplyAsync(
                        counted -> {
                            Map<RunId, EndedRows> found = census.result();
                            inVain = found.isEmpty() && !census.someAreRecent() ? all : Set.of();
                            endedThen = ended;
                            return found;
                        },
                        loop);
    }

    private CompletableFuture<Void> count(List<RunId> runs, EndedCensus census) {
        CompletableFuture<Void> counted = CompletableFuture.completedFuture(null);
        for (RunId run : runs) {
            counted = counted.thenComposeAsync(before -> compaction.whole(run), loop)
                    .thenAcceptAsync(whole -> census.count(run, whole), background);
        }
        return counted;
    }

    private CompletionStage<Void> leaveOut(Map<RunId, EndedRows> found) {
        return Parallel.map(List.copyOf(found.entrySet()), 1, loop, each -> leaveOut(each.getKey(), each.getValue()))
                .thenAccept(done -> {});
    }

    private CompletionStage<Void> leaveOut(RunId run, EndedRows ended) {
        return rollUps.runs().contains(run) ? rollUps.leaveOut(run, ended) : predecessors.leaveOut(run, ended);
    }
}
