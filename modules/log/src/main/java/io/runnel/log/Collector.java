package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.Condition;
import io.runnel.objectstore.ObjectStore.PutResult;
import io.runnel.objectstore.ObjectStore.StoredObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes objects that nothing names any more, a while later, so that readers under way may finish. Before it deletes slots
 * of its own log, the descriptor says so: who looks for the end of the log must not take what was deleted for missing.
 * What is not deleted because the process ends is found by {@link Leftovers}. Belongs to the loop.
 */
final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final int KEYS_AT_A_TIME = 1000;
    private static final long SHORTEST_QUIET_NANOS = 100_000_000;

    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final RandomGenerator random;
    private final long delayNanos;
    private final long quietNanos;
    private final LogListener listener;
    private final Announcement announcement;
    private final Turns turns;
    private final Deque<Released> waiting = new ArrayDeque<>();
    private long collectedThrough;
    private boolean stopped;

    private record Released(long run, long throughSlot, List<String> keys) {}

    /** A slot that says which index run of the log is the latest, though nobody writes. */
    interface Announcement {
        /** @return false if no slot will be written any more; true does not mean that one is */
        boolean begin();
    }

    Collector(
            Id log,
            ObjectStore store,
            Loop loop,
            Patience patience,
            RandomGenerator random,
            long delayNanos,
            LogListener listener,
            Announcement announcement) {
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.random = random;
        this.delayNanos = delayNanos;
        this.quietNanos = Math.max(delayNanos, SHORTEST_QUIET_NANOS);
        this.listener = listener;
        this.announcement = announcement;
        this.turns = new Turns(loop);
    }

    /**
     * Objects of this log that nobody needs who finds one of its index runs, or a later one.
     *
     * @param throughSlot slots among them are not beyond
     */
    void release(long run, long throughSlot, Collection<String> keys) {
        if (!keys.isEmpty()) {
            waiting.add(new Released(run, throughSlot, List.copyOf(keys)));
            loop.schedule(quietNanos, () -> announce(run));
        }
    }

    /** Unless somebody has written since, or more has been released, which has a timer of its own. */
    private void announce(long run) {
        boolean waits = !stopped && !waiting.isEmpty() && waiting.getLast().run == run;
        if (waits && announcement.begin()) {
            loop.schedule(quietNanos, () -> announce(run)); // in case that it was put off
        }
    }

    /** Whoever finds the end of the log finds this run or a later one. */
    void published(long run) {
        List<String> keys = new ArrayList<>();
        long through = 0;
        while (!waiting.isEmpty() && waiting.element().run <= run) {
            Released next = waiting.remove();
            through = Math.max(through, next.throughSlot);
            keys.addAll(next.keys);
        }
        if (keys.isEmpty() || stopped) {
            return;
        }
        long throughSlot = through;
        var unused = turns.inTurn(() -> declare(throughSlot)).whenComplete((declared, failure) -> {
            if (failure != null) {
                LOG.warn("what log {} does not need any more stays for now", log, failure);
            } else if (declared) {
                var unusedToo = deleteLater(keys);
            }
        });
    }

    /** Objects of other logs, or of this one, that nobody can find any more. */
    CompletableFuture<Void> deleteLater(Collection<String> keys) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        List<String> all = List.copyOf(keys);
        loop.schedule(delayNanos, () -> delete(all, 0, done));
        return done;
    }

    /** Nothing more is deleted. */
    void stop() {
        stopped = true;
    }

    private void delete(List<String> keys, int from, CompletableFuture<Void> done) {
        if (from >= keys.size()) {
            done.complete(null);
            return;
        }
        if (stopped) {
            return;
        }
        List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_A_TIME));
        var unused = patience.ask(() -> store.delete(some))
                .whenCompleteAsync(
                        (deleted, failure) -> {
                            if (failure != null) {
                                LOG.warn(
                                        "{} objects that nobody needs could not be deleted",
                                        keys.size() - from,
                                        failure);
                                done.completeExceptionally(failure);
                                return;
                            }
                            listener.collected(some.size());
                            delete(keys, from + some.size(), done);
                        },
                        loop);
    }

    /** @return whether this log is still open: if not, whoever ended it has gone by what was there */
    private CompletableFuture<Boolean> declare(long throughSlot) {
        if (throughSlot <= collectedThrough) {
            return CompletableFuture.completedFuture(true);
        }
        String key = ObjectKeys.descriptor(log);
        return patience.ask(() -> store.get(key))
                .thenComposeAsync(
                        found -> {
                            if (found.isEmpty()) {
                                return CompletableFuture.completedFuture(false); // ended long ago
                            }
                            StoredObject object = found.get();
                            LogDescriptor descriptor = LogDescriptor.decode(object.bytes(), key);
                            if (descriptor.collectedThrough() >= throughSlot) {
                                collectedThrough = descriptor.collectedThrough();
                                return CompletableFuture.completedFuture(true);
                            }
                            if (descriptor.sealed()) {
                                return CompletableFuture.completedFuture(false);
                            }
                            LogDescriptor next = descriptor.collected(throughSlot, Id.random(random));
                            return patience.ask(
                                            () -> store.put(key, next.encode(), new Condition.IfMatch(object.etag())))
                                    .thenComposeAsync(
                                            result -> {
                                                if (result instanceof PutResult.Stored) {
                                                    collectedThrough = throughSlot;
                                                    return CompletableFuture.completedFuture(true);
                                                }
                                                return declare(throughSlot);
                                            },
                                            loop);
                        },
                        loop);
    }
}
