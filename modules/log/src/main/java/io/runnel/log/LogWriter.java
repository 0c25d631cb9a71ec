package io.runnel.log;

import io.runnel.log.EntryLog.AppendCallback;
import io.runnel.objectstore.ObjectStore;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the entries of all entities, writes them slot by slot, several at a time, and says in the order of the slots
 * that they are durable: what has been acknowledged is always a prefix of the log.
 *
 * <p>{@link #append} is for any thread; everything else happens on the loop.
 */
final class LogWriter {
    private final Id cluster;
    private final Id log;
    private final ObjectStore store;
    private final Loop loop;
    private final RandomGenerator random;
    private final LogSettings settings;
    private final LogListener listener;
    private final LongSupplier latestRun;
    private final Standing standing;
    private final Acknowledged acknowledged;
    private final FlushPolicy policy;
    private final PutBudget budget;
    private final Hedging hedging;

    private final Deque<SlotInFlight> inFlight = new ArrayDeque<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private long nextSlot = 1;
    private long flushedAt;
    private long acknowledgedAt;
    private boolean timing; // a timer will call pump
    private long timerAt;
    private boolean pumping;
    private boolean pumpAgain;
    private boolean paused;
    private boolean asking;

    // Guarded by gathered.
    private final Deque<Queued> gathered = new ArrayDeque<>();
    private long gatheredBytes;
    private long gatheredSince;
    private long wakeAt = 1; // from how many bytes on an append has to wake the loop
    private int wakeAtEntries = Integer.MAX_VALUE; // and from how many entries on
    private volatile boolean draining; // written under it

    private volatile @Nullable Throwable failure;

    /** Whether the log may have been ended so long ago that nothing is left of that. */
    interface Standing {
        /** If so, what is stored tells nothing. */
        boolean isCertain();

        /** Completes on the loop; exceptionally if the log has been ended. */
        CompletionStage<Void> ask();
    }

    /** Is told of a slot that has become durable, before the callbacks of its entries are. */
    interface Acknowledged {
        /**
         * @param size of the object
         * @param latestRun that the object names
         * @param sent before anything of it could be there
         */
        void slot(
                long slot,
                LogEntry[] entries,
                EntryRef[] refs,
                byte[] index,
                int size,
                long latestRun,
                ReadLease.Moment sent);
    }

    private record Queued(LogEntry entry, AppendCallback callback, int bytes) {}

    LogWriter(
            Id cluster,
            Id log,
            ObjectStore store,
            Loop loop,
            RandomGenerator random,
            LogSettings settings,
            LogListener listener,
            LongSupplier latestRun,
            Standing standing,
            Acknowledged acknowledged) {
        this.cluster = cluster;
        this.log = log;
        this.store = store;
        this.loop = loop;
        this.random = random;
        this.settings = settings;
        this.listener = listener;
        this.latestRun = latestRun;
        this.standing = standing;
        this.acknowledged = acknowledged;
        this.policy = new FlushPolicy(settings);
        this.budget = new PutBudget(settings.maxPutsPerSecond(), loop.nanoTime());
        this.hedging = new Hedging(loop, settings, policy, budget, inFlight);
    }

    /** @throws LogClosedException after {@link #drain} */
    void append(LogEntry entry, AppendCallback callback) {
        int bytes = WalEntry.size(entry) + WalIndex.RECORD;
        synchronized (gathered) {
            if (draining) {
                throw new LogClosedException();
            }
            if (gathered.isEmpty()) {
                gatheredSince = loop.nanoTime();
            }
            gathered.add(new Queued(entry, callback, bytes));
            gatheredBytes += bytes;
            if (gatheredBytes < wakeAt && gathered.size() < wakeAtEntries) {
                return;
            }
            sleep();
        }
        loop.execute(this::pump);
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The slot after the last one written. */
    long nextSlot() {
        return nextSlot;
    }

    /** Refuses new entries; completes on the loop when all others have been settled. */
    CompletionStage<Void> drain() {
        synchronized (gathered) {
            draining = true;
        }
        loop.execute(this::pump);
        return drained;
    }

    /** Fails everything that is not durable, and whatever comes. On the loop. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        for (SlotInFlight slot = inFlight.poll(); slot != null; slot = inFlight.poll()) {
            slot.fail(cause);
        }
        pump();
    }

    /**
     * Writes a slot without entries, so that one names the latest index run though nobody writes; not now if another is
     * on its way, or will be soon, or if that would be a PUT too many.
     *
     * @return whether anything can still be written
     */
    boolean announce() {
        long now = loop.nanoTime();
        boolean idle = !paused && inFlight.isEmpty() && nothingGathered();
        boolean open = failure == null && !draining;
        if (open && idle && budget.delay(now) == 0) {
            flush(new Queued[0], now);
        }
        return open;
    }

    /** Writes nothing new for a while, or goes on. */
    void pause(boolean pause) {
        paused = pause;
        pump();
    }

    /** What is done in here may call it again, which is then put off. */
    private void pump() {
        pumpAgain = true;
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (pumpAgain) {
                pumpAgain = false;
                pumpAgain |= failure == null ? flushIfDue() : failGathered(failure);
            }
        } finally {
            pumping = false;
        }
        if (draining && inFlight.isEmpty() && nothingGathered()) {
            drained.complete(null);
        }
    }

    private boolean nothingGathered() {
        synchronized (gathered) {
            return gathered.isEmpty();
        }
    }

    /** @return whether there may be more to do */
    private boolean flushIfDue() {
        long now = loop.nanoTime();
        Queued[] batch;
        synchronized (gathered) {
            if (gathered.isEmpty()) {
                wakeAt = 1;
                return false;
            }
            long delay = paused
                    ? FlushPolicy.NOT_NOW
                    : policy.delay(
                            gatheredBytes,
                            gathered.size(),
                            now - gatheredSince,
                            now - flushedAt,
                            now - acknowledgedAt,
                            inFlight.size());
            if (delay == FlushPolicy.NOT_NOW) {
                sleep(); // the next answer looks again
                return false;
            }
            long saving = budget.delay(now);
            if (saving > delay && !draining) {
                sleep();
                pumpLater(saving);
                return false;
            }
            if (delay > 0 && !draining) {
                wakeAt = settings.flushBytes();
                wakeAtEntries =
                        inFlight.isEmpty() ? Math.max(policy.expected(), gathered.size() + 1) : Integer.MAX_VALUE;
                pumpLater(delay);
                return false;
            }
            batch = take();
        }
        flush(batch, now);
        return true;
    }

    /** No append has to wake the loop, which has been woken or will look again anyway. Guarded by gathered. */
    private void sleep() {
        wakeAt = Long.MAX_VALUE;
        wakeAtEntries = Integer.MAX_VALUE;
    }

    private Queued[] take() {
        int count = 0;
        long bytes = 0;
        for (Queued next : gathered) {
            if (count > 0 && bytes + next.bytes > settings.maxObjectBytes()) {
                break;
            }
            count++;
            bytes += next.bytes;
        }
        Queued[] batch = new Queued[count];
        for (int i = 0; i < count; i++) {
            batch[i] = gathered.remove();
        }
        gatheredBytes -= bytes;
        return batch;
    }

    private void flush(Queued[] batch, long now) {
        LogEntry[] entries = new LogEntry[batch.length];
        AppendCallback[] callbacks = new AppendCallback[batch.length];
        for (int i = 0; i < batch.length; i++) {
            entries[i] = batch[i].entry;
            callbacks[i] = batch[i].callback;
        }
        Id writeId = Id.random(random);
        long run = latestRun.getAsLong();
        long number = nextSlot;
        WalObject object =
                WalObject.encode(cluster, log, number, writeId, loop.epochMillis() * 1000, run, Arrays.asList(entries));
        ReadLease.Moment sent = new ReadLease.Moment(now, loop.epochMillis());
        nextSlot++; // not before there is an object for it: what comes after a slot that is missing is not found again
        SlotInFlight slot = new SlotInFlight(
                number,
                entries,
                callbacks,
                object,
                run,
                sent,
                answered -> new SlotWrite(
                        store,
                        loop,
                        ObjectKeys.slot(log, number),
                        object.parts(),
                        writeId,
                        settings.giveUpAfter().toNanos(),
                        new Answers(answered)));
        inFlight.add(slot);
        flushedAt = now;
        budget.spend(now);
        listener.flushed(entries.length, object.size());
        slot.send();
        hedging.sent();
    }

    private boolean failGathered(Throwable cause) {
        Queued next;
        synchronized (gathered) {
            wakeAt = 1;
            next = gathered.poll();
            gatheredBytes -= next == null ? 0 : next.bytes;
        }
        if (next != null) {
            next.callback.failed(cause);
        }
        return next != null;
    }

    private void pumpLater(long delay) {
        long at = loop.nanoTime() + delay;
        if (!timing || at - timerAt < 0) {
            timing = true;
            timerAt = at;
            loop.schedule(delay, () -> {
                timing &= timerAt != at;
                pump();
            });
        }
    }

    private void acknowledgeStored() {
        int waiting;
        synchronized (gathered) {
            waiting = gathered.size();
        }
        int durable = 0;
        while (!inFlight.isEmpty() && inFlight.element().isStored()) {
            if (!standing.isCertain()) {
                ask();
                break;
            }
            SlotInFlight slot = inFlight.remove();
            slot.acknowledge(acknowledged);
            durable += slot.entries();
        }
        if (durable > 0) {
            acknowledgedAt = loop.nanoTime();
            policy.acknowledged(durable, waiting);
        }
        pump();
    }

    /** What was stored is acknowledged once it is certain that the log goes on. */
    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        standing.ask()
                .whenCompleteAsync(
                        (certain, failed) -> {
                            asking = false;
                            if (failed == null) {
                                acknowledgeStored();
                            } else if (failure == null) {
                                fail(Backoff.cause(failed));
                            }
                        },
                        loop);
    }

    /** What becomes of a slot. */
    private final class Answers implements SlotWrite.Outcome {
        private final SlotInFlight slot;

        Answers(SlotInFlight slot) {
            this.slot = slot;
        }

        @Override
        public void stored() {
            if (failure != null) {
                return; // reported as unknown already
            }
            slot.stored();
            long nanos = slot.nanosSinceSent(loop.nanoTime());
            policy.stored(nanos);
            listener.stored(slot.size(), nanos);
            acknowledgeStored();
        }

        @Override
        public void failed(Throwable cause) {
            fail(cause);
        }

        @Override
        public void repeated() {
            listener.repeated();
        }
    }
}
