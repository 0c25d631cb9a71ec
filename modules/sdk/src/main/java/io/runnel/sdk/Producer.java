package io.runnel.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Appends records one by one, making batches of them, over an {@link AppendSession}. Safe for use by any thread: the order of
 * simultaneous calls is any, that of calls of one thread is kept. To be closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of timers and of what the producer itself completes
public final class Producer implements AutoCloseable {
    /** What goes through the inbox: a record, or a wish that all before it be durable. */
    private record Job(
            Batcher.@Nullable Item item, @Nullable CompletableFuture<Void> flushed) {}

    private final AppendSession session;
    private final Inbox<Job> inbox;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // On the session's event loop.
    private final Batcher batcher;
    private @Nullable Long nextMatch;
    private CompletableFuture<AppendAck> last = new CompletableFuture<>();
    private boolean anySent;
    private @Nullable Future<?> timer;

    private Producer(AppendSession session, ProducerOptions options) {
        this.session = session;
        this.inbox = new Inbox<>(options.session().maxInFlightBytes(), Integer.MAX_VALUE);
        this.batcher = new Batcher(options);
        this.nextMatch = options.matchSeqNum();
    }

    static Producer open(StreamClient stream, ProducerOptions options) {
        Producer producer = new Producer(stream.appendSession(options.session()), options);
        producer.session.ended().whenComplete((done, failure) -> {
            if (failure != null && Await.failure(failure) instanceof RunnelException known) {
                producer.fail(AppendMachine.certain(known));
            }
        });
        return producer;
    }

    /** The session has failed, on its event loop, which may be about to end: nothing is left for later. */
    private void fail(RunnelException why) {
        if (timer != null) {
            timer.cancel(false);
        }
        batcher.take().forEach(each -> each.acknowledged().completeExceptionally(why));
        List<Inbox.Entry<Job>> waiting = inbox.closeToAll(why);
        inbox.take().forEach(each -> refuse(each, why));
        refuse(waiting, why);
    }

    /**
     * Hands over a record; waits until there is room for it, but not until it is durable.
     *
     * @throws RunnelException if the producer has failed or is closed
     * @throws InterruptedException if this thread is interrupted; the record is not appended then
     * @throws IllegalStateException on a thread of the client, where waiting would be for ever
     * @throws IllegalArgumentException if the record has more than 1 MiB of metered bytes
     */
    public ProducerTicket submit(AppendRecord record) throws InterruptedException {
        Inbox.Entry<Job> entry = enter(record, true);
        ProducerTicket ticket = ticket(entry);
        if (!ticket.accepted().isDone()) {
            session.mayBlock();
            try {
                Await.result(ticket.accepted());
            } catch (InterruptedException e) {
                if (inbox.withdraw(entry)) {
                    throw e;
                }
                // It has just been let in: that is as good as before the interruption.
                Thread.currentThread().interrupt();
            }
        }
        if (ticket.accepted().isCompletedExceptionally() && !ticket.accepted().isCancelled()) {
            Await.result(ticket.accepted());
        }
        return ticket;
    }

    /** Hands over a record without waiting, in order with all others; how many wait for room is not bounded. */
    public ProducerTicket submitAsync(AppendRecord record) {
        return ticket(enter(record, true));
    }

    /** Hands over a record if there is room for it now, else null. If the producer is closed the ticket has failed. */
    public @Nullable ProducerTicket trySubmit(AppendRecord record) {
        ProducerTicket ticket = ticket(enter(record, false));
        return ticket.accepted().isDone() ? ticket : null;
    }

    /** Completes when every record that was handed over before is durable; the producer goes on. Lets none of them linger. */
    public CompletableFuture<Void> flush() {
        CompletableFuture<Void> flushed = new CompletableFuture<>();
        Inbox.Entry<Job> entry = new Inbox.Entry<>(0, new Job(null, flushed));
        switch (inbox.enter(entry, true)) {
            case GRANTED -> signal();
            case CLOSED -> flushed.completeExceptionally(inbox.closed());
            case WAITING, FULL -> {}
        }
        return flushed;
    }

    /** Ends the producer in good order: takes nothing new, and completes when all it has taken is durable. */
    public CompletableFuture<Void> closeAsync() {
        CompletableFuture<Void> flushed = flush();
        RunnelException why = new SessionClosedException("the producer is closed");
        refuse(inbox.closeToNew(why), why);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        flushed.whenComplete((done, failure) -> session.closeAsync().whenComplete((ended, reason) -> {
            if (reason == null) {
                closed.complete(Await.nothing());
            } else {
                closed.completeExceptionally(Await.failure(reason));
            }
        }));
        return closed;
    }

    /**
     * As {@link #closeAsync}, and waits.
     *
     * @throws RunnelException if the producer has failed
     * @throws IllegalStateException on a thread of the client, where waiting would be for ever
     */
    @Override
    public void close() {
        CompletableFuture<Void> done = closeAsync();
        if (!done.isDone()) {
            session.mayBlock();
        }
        try {
            done.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw Await.failure(e);
        }
    }

    /** As {@link AppendSession#processor()}, with records instead of batches. */
    public Flow.Processor<AppendRecord, RecordAck> processor() {
        return AppendProcessor.over(this);
    }

    /** As {@link AppendSession#subscriber()}, with records instead of batches. */
    public Flow.Subscriber<AppendRecord> subscriber() {
        return AppendProcessor.over(this).withoutAcks();
    }

    /** Completes when the producer has ended: in good order after {@link #close}, or with what it failed with. */
    public CompletableFuture<Void> ended() {
        return session.ended();
    }

    /** Ends the producer at once. What was sent and not acknowledged may have been appended, or may be still. */
    public void abort() {
        session.abort();
    }

    private Inbox.Entry<Job> enter(AppendRecord record, boolean mayWait) {
        if (record.meteredBytes() > AppendInput.MAX_METERED_BYTES) {
            throw new IllegalArgumentException("a record has at most " + AppendInput.MAX_METERED_BYTES
                    + " metered bytes, got " + record.meteredBytes());
        }
        Batcher.Item item = new Batcher.Item(record, new CompletableFuture<>());
        Inbox.Entry<Job> entry = new Inbox.Entry<>(record.meteredBytes(), new Job(item, null));
        switch (inbox.enter(entry, mayWait)) {
            case GRANTED -> {
                entry.granted.complete(Await.nothing());
                signal();
            }
            case CLOSED -> refuse(List.of(entry), inbox.closed());
            case WAITING, FULL -> {}
        }
        return entry;
    }

    private static ProducerTicket ticket(Inbox.Entry<Job> entry) {
        Job job = entry.item;
        if (job == null || job.item == null) {
            throw new IllegalStateException("no record");
        }
        return new ProducerTicket(entry.granted, job.item.acknowledged());
    }

    private void refuse(List<Inbox.Entry<Job>> entries, RunnelException why) {
        for (Inbox.Entry<Job> each : entries) {
            each.granted.completeExceptionally(why);
            if (each.item != null) {
                refuse(each.item, why);
            }
        }
    }

    private static void refuse(Job job, RunnelException why) {
        if (job.item != null) {
            job.item.acknowledged().completeExceptionally(why);
        }
        if (job.flushed != null) {
            job.flushed.completeExceptionally(why);
        }
    }

    private void signal() {
        if (scheduled.compareAndSet(false, true) && !session.loop().isShuttingDown()) {
            session.loop().execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        for (Job each : inbox.take()) {
            if (each.item != null) {
                if (batcher.isFullFor(each.item.record())) {
                    send();
                }
                batcher.add(each.item, System.nanoTime());
            }
            if (each.flushed != null) {
                send();
                whenDurable(each.flushed);
            }
            if (batcher.isDue(System.nanoTime())) {
                send();
            }
        }
        arm();
    }

    private void whenDurable(CompletableFuture<Void> flushed) {
        if (!anySent) {
            flushed.complete(Await.nothing());
            return;
        }
        last.whenComplete((ack, failure) -> {
            if (failure == null) {
                flushed.complete(Await.nothing());
            } else {
                flushed.completeExceptionally(Await.failure(failure));
            }
        });
    }

    private void arm() {
        if (timer == null && !batcher.isEmpty()) {
            long delay = Math.max(0, batcher.dueAt() - System.nanoTime());
            timer = session.loop().schedule(this::lingered, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void lingered() {
        timer = null;
        if (batcher.isDue(System.nanoTime())) {
            send();
        }
        arm();
    }

    private void send() {
        if (batcher.isEmpty()) {
            return;
        }
        List<Batcher.Item> items = batcher.take();
        int bytes = 0;
        List<AppendRecord> records = new ArrayList<>(items.size());
        for (Batcher.Item each : items) {
            records.add(each.record());
            bytes += each.record().meteredBytes();
        }
        AppendInput input;
        try {
            input = AppendInput.of(records);
        } catch (IllegalArgumentException e) {
            items.forEach(each -> each.acknowledged().completeExceptionally(e));
            left(items, bytes);
            return;
        }
        Long match = nextMatch;
        if (match != null) {
            input = input.matchingSeqNum(match);
            nextMatch = match + items.size();
        }
        int metered = bytes;
        anySent = true;
        // Complete only after those of the records are: a flush says that they are.
        last = session.submitAsync(input).acknowledged().whenComplete((ack, failure) -> {
            for (int i = 0; i < items.size(); i++) {
                CompletableFuture<RecordAck> acknowledged = items.get(i).acknowledged();
                if (failure == null) {
                    acknowledged.complete(new RecordAck(ack.start().seqNum() + i, ack));
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            }
            left(items, metered);
        });
    }

    private void left(List<Batcher.Item> items, int bytes) {
        List<Inbox.Entry<Job>> granted = inbox.leave(bytes, items.size());
        if (!granted.isEmpty()) {
            granted.forEach(each -> each.granted.complete(Await.nothing()));
            signal();
        }
    }
}
