package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds what a log has left behind that nothing names, because its process ended before it could delete it, or before it
 * could write what would have named it. Only logs in the archive are looked at: nobody writes for them any more, and fewer
 * and fewer of their objects are named. Belongs to the loop.
 */
final class Leftovers {
    private static final int RUNS_AT_A_TIME = 16;

    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final Runs runs;
    private final Predecessors predecessors;
    private final Collector collector;
    private final Turns turns;

    Leftovers(
            ObjectStore store,
            Loop loop,
            Patience patience,
            Runs runs,
            Predecessors predecessors,
            Collector collector) {
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.runs = runs;
        this.predecessors = predecessors;
        this.collector = collector;
        this.turns = new Turns(loop);
    }

    /** What logs in the archive have left behind; in turn, one log after another. */
    CompletableFuture<Void> collect() {
        return turns.inTurn(() -> {
            CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
            for (Id log : predecessors.archive().uncollected()) {
                all = all.thenComposeAsync(before -> collect(log), loop);
            }
            return all;
        });
    }

    private CompletionStage<Void> collect(Id log) {
        return predecessors
                .latest()
                .thenComposeAsync(
                        archive -> Parallel.map(
                                        archive.runs(),
                                        RUNS_AT_A_TIME,
                                        loop,
                                        run -> patience.ask(() -> runs.load(run.log(), run.number())))
                                .thenComposeAsync(loaded -> collect(log, archive, loaded), loop),
                        loop);
    }

    private CompletionStage<Void> collect(Id log, Archive archive, List<LoadedRun> loaded) {
        Set<String> named = new HashSet<>();
        archive.runs().forEach(run -> named.add(run.key()));
        for (LoadedRun run : loaded) {
            RunDirectory.Content content = run.directory().content();
            if (content == null) {
                return CompletableFuture.completedFuture(null); // not before it has been merged
            }
            content.holdings().forEach(holding -> named.add(holding.place().key()));
        }
        KeyList list = new KeyList(store, loop, patience);
        return end(log).thenComposeAsync(
                        end -> list.of(ObjectKeys.slots(log))
                                .thenCombineAsync(list.of(ObjectKeys.segments(log)), Leftovers::both, loop)
                                .thenCombineAsync(list.of(ObjectKeys.runs(log)), Leftovers::both, loop)
                                .thenComposeAsync(
                                        keys -> {
                                            // What is at the end, or beyond, keeps others from writing there.
                                            keys.removeIf(
                                                    key -> named.contains(key) || ObjectKeys.isSlotFrom(log, end, key));
                                            return collector.deleteLater(keys);
                                        },
                                        loop)
                                .thenComposeAsync(deleted -> predecessors.collected(log), loop)
                                .thenAccept(done -> {}),
                        loop);
    }

    private CompletableFuture<Long> end(Id log) {
        String key = ObjectKeys.descriptor(log);
        return patience.ask(() -> store.get(key)).thenApply(found -> {
            LogDescriptor descriptor = LogDescriptor.decode(
                    found.orElseThrow(() -> CorruptLogException.missing(key)).bytes(), key);
            if (!descriptor.sealed()) {
                throw new CorruptLogException("the archive has the log " + log + ", which has not been ended");
            }
            return descriptor.end();
        });
    }

    private static List<String> both(List<String> some, List<String> more) {
        some.addAll(more);
        return some;
    }
}
