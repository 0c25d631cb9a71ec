package io.runnel.log;

import io.runnel.objectstore.ObjectStore;
import io.runnel.objectstore.ObjectStore.StoredObject;
import io.runnel.objectstore.StoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether what this node knows is all that anybody has been told (I-LIN). Whoever ends the log of another node
 * {@linkplain #waitAfterEnd waits} before it serves anything, for as long as that log's descriptor says. So if the log had
 * not ended at some moment, this node's knowledge is complete for as long after that moment. Such moments are proven by
 * entries that were acknowledged, and otherwise by asking for the descriptor: nothing is asked while nobody asks.
 * Thread-safe.
 */
final class ReadLease implements LogWriter.Standing {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final Patience patience;
    private final long nanos;
    private final long certainNanos;
    private final Log owner;
    private volatile @Nullable Moment proven;
    private volatile boolean ended;
    private @Nullable CompletableFuture<Void> question; // under way; belongs to the loop

    /** By two clocks: the first may stand still while the machine sleeps. */
    record Moment(long nanoTime, long epochMillis) {
        static Moment now(Loop loop) {
            return new Moment(loop.nanoTime(), loop.epochMillis());
        }
    }

    /** What writes the log. */
    interface Log {
        /** Null as long as it can be written. */
        @Nullable
        Throwable failure();

        /** Another node has ended it. On the loop. */
        void fenced(LogFencedException how);
    }

    /**
     * @param nanos how long a proof is good for; zero if nobody else can end the log while this process lives
     * @param keptNanos what fences this node, once another has ended its log, stays there for so long at least
     */
    ReadLease(Id log, ObjectStore store, Loop loop, Patience patience, long nanos, long keptNanos, Log owner) {
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.patience = patience;
        this.nanos = nanos;
        this.certainNanos = keptNanos / 2;
        this.owner = owner;
    }

    /** How long to wait, after a log was seen to have ended: an eighth longer, should clocks differ in speed. */
    static long waitAfterEnd(LogDescriptor ended) {
        return TimeUnit.MILLISECONDS.toNanos(ended.readLeaseMillis()) * 9 / 8;
    }

    /** Something was sent at that moment which took effect before the log ended. On the loop. */
    void proven(Moment sent) {
        Moment before = proven;
        if (before == null || sent.nanoTime - before.nanoTime >= 0) {
            proven = sent; // at the same time as well: the other clock may have been set in between
        }
    }

    /** Nothing is confirmed any more: the node ends the log by itself, and nobody waits. On the loop. */
    void end() {
        ended = true;
    }

    /**
     * Completes when it is certain that what the node knew at the time of the call was complete; exceptionally if it may
     * not have been, or the store does not tell.
     */
    CompletionStage<Void> confirm() {
        Throwable refused = refused();
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        Moment asked = Moment.now(loop);
        if (nanos == 0 || covers(asked, nanos)) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        loop.execute(() -> settle(asked, answer));
        loop.schedule(
                PATIENCE,
                () -> answer.completeExceptionally(new StoreException(
                        "the store has not confirmed within " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE)
                                + " s that nobody has replaced this node",
                        true)));
        return answer;
    }

    /**
     * Whether a proof is so young that nobody can have ended the log and deleted what would tell. Twice the time is allowed, should
     * clocks differ in speed. On the loop.
     */
    @Override
    public boolean isCertain() {
        return covers(Moment.now(loop), certainNanos);
    }

    /** Asks the store, whatever was proven before. On the loop. */
    @Override
    public CompletionStage<Void> ask() {
        return look();
    }

    private @Nullable Throwable refused() {
        Throwable failure = owner.failure();
        return failure == null && ended ? new LogClosedException() : failure;
    }

    private boolean covers(Moment moment, long nanosAfterwards) {
        Moment proof = proven;
        if (proof == null) {
            return false;
        }
        if (proof.nanoTime - moment.nanoTime > 0) {
            return true; // it was proven after that, whatever the other clock has been set to in between
        }
        return moment.nanoTime - proof.nanoTime <= nanosAfterwards
                && moment.epochMillis - proof.epochMillis <= TimeUnit.NANOSECONDS.toMillis(nanosAfterwards);
    }

    /** Many may ask at a time; the store is asked once. */
    private void settle(Moment asked, CompletableFuture<Void> answer) {
        Throwable refused = refused();
        if (refused != null) {
            answer.completeExceptionally(refused);
        } else if (covers(asked, nanos)) {
            answer.complete(null);
        } else if (!answer.isDone()) {
            CompletableFuture<Void> open = question;
            if (open == null) {
                open = look();
                question = open;
            }
            var unused = open.whenCompleteAsync(
                    (done, failure) -> {
                        if (failure == null) {
                            settle(asked, answer);
                        } else {
                            answer.completeExceptionally(Backoff.cause(failure));
                        }
                    },
                    loop);
        }
    }

    private CompletableFuture<Void> look() {
        String key = ObjectKeys.descriptor(log);
        return patience.ask(() -> {
                    Moment sent = Moment.now(loop);
                    return store.get(key).thenAcceptAsync(found -> answered(key, found, sent), loop);
                })
                .whenComplete((done, failure) -> question = null);
    }

    private void answered(String key, Optional<StoredObject> found, Moment sent) {
        // It was there when the log began, and is deleted long after another node has ended the log.
        if (found.isEmpty() || LogDescriptor.decode(found.get().bytes(), key).sealed()) {
            LogFencedException fenced = LogFencedException.ended(log);
            owner.fenced(fenced);
            throw fenced;
        }
        proven(sent);
    }
}
