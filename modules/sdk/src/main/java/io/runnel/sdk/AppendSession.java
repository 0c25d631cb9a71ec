package io.runnel.sdk;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches to one stream over one connection at a time, many in flight, in the order in which they are handed over. Safe
 * for use by any thread: the order of simultaneous calls is any, that of calls of one thread is kept.
 *
 * <p>What is handed over and not acknowledged is bounded ({@link AppendSessionOptions}); beyond that {@link #submit} waits. When a
 * connection fails the session opens another one and sends again, in order, what was not acknowledged, as often as the {@link
 * RetryPolicy} allows without an acknowledgement in between. After a failure that it cannot mend every batch that was not
 * acknowledged fails, and so does every later one. It connects when there is something to send.
 *
 * <p>To be closed: {@link #close} waits for all acknowledgements, {@link #abort} does not.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "UnnecessaryLambda"
}) // timers, own futures; one object to be found again
public final class AppendSession implements AutoCloseable {
    private final AppendSessionOptions options;
    private final ClientMetrics metrics;
    private final EventLoop loop;
    private final Inbox<PendingAppend> inbox;
    private final AppendLink link;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable abortOfClient = () -> abort(new ConnectionException("the client was closed", null, false));
    private volatile @Nullable Position lastAcked;

    private AppendSession(StreamClient stream, AppendSessionOptions options) {
        this.options = options;
        this.metrics = stream.shared.options.metrics;
        this.loop = stream.shared.transport.nextLoop();
        this.inbox = new Inbox<>(options.maxInFlightBytes(), options.maxInFlightBatches());
        this.link = new AppendLink(stream, loop, options, new Fates());
    }

    static AppendSession open(StreamClient stream, AppendSessionOptions options) {
        AppendSession session = new AppendSession(stream, options);
        stream.shared.opened(session.abortOfClient);
        session.ended.whenComplete((done, failure) -> stream.shared.ended(session.abortOfClient));
        return session;
    }

    /**
     * Hands over a batch; waits until there is room for it, but not until it is durable.
     *
     * @throws RunnelException if the session has failed or is closed
     * @throws InterruptedException if this thread is interrupted; the batch is not appended then
     * @throws IllegalStateException on a thread of the client, where waiting would be for ever
     * @throws IllegalArgumentException as {@link #submitAsync}
     */
    public AppendTicket submit(AppendInput input) throws InterruptedException {
        Submission submission = enter(input, true);
        if (!submission.ticket.accepted().isDone()) {
            mayBlock();
            try {
                Await.result(submission.ticket.accepted());
            } catch (InterruptedException e) {
                if (inbox.withdraw(submission.entry)) {
                    throw e;
                }
                // It has just been let in: that is as good as before the interruption.
                Thread.currentThread().interrupt();
            }
        }
        if (submission.ticket.accepted().isCompletedExceptionally()) {
            Await.result(submission.ticket.accepted());
        }
        return submission.ticket;
    }

    /**
     * Hands over a batch without waiting. It is in order with all others, whether there is room for it now or later; how many wait
     * for room is not bounded.
     *
     * @throws IllegalArgumentException if the session appends exactly once and the batch brings a sequence number to match
     */
    public AppendTicket submitAsync(AppendInput input) {
        return enter(input, true).ticket;
    }

    /**
     * Hands over a batch if there is room for it now; else null. If the session is closed the ticket has failed. Throws as {@link
     * #submitAsync}.
     */
    public @Nullable AppendTicket trySubmit(AppendInput input) {
        Submission submission = enter(input, false);
        return submission.ticket.accepted().isDone() ? submission.ticket : null;
    }

    /**
     * Room for a batch, when there is some: in order with batches that wait. Cancelling the future gives up.
     *
     * @param meteredBytes 1 to 1 MiB
     */
    public CompletableFuture<AppendPermit> reserve(int meteredBytes) {
        Inbox.Entry<PendingAppend> entry = entryFor(meteredBytes);
        CompletableFuture<AppendPermit> permit = new CompletableFuture<>();
        entry.granted.whenComplete((granted, failure) -> {
            if (failure != null) {
                permit.completeExceptionally(failure);
            } else if (!permit.complete(new AppendPermit(this, meteredBytes))) {
                release(meteredBytes);
            }
        });
        permit.whenComplete((got, failure) -> {
            if (permit.isCancelled()) {
                inbox.withdraw(entry);
            }
        });
        switch (inbox.enter(entry, true)) {
            case GRANTED -> entry.granted.complete(Await.nothing());
            case CLOSED -> refuse(List.of(entry), inbox.closed());
            case WAITING, FULL -> {}
        }
        return permit;
    }

    /** Room for a batch if there is some now, else null. */
    public @Nullable AppendPermit tryReserve(int meteredBytes) {
        boolean granted = inbox.enter(entryFor(meteredBytes), false) == Inbox.Admission.GRANTED;
        return granted ? new AppendPermit(this, meteredBytes) : null;
    }

    private static Inbox.Entry<PendingAppend> entryFor(int meteredBytes) {
        if (meteredBytes < 1 || meteredBytes > AppendInput.MAX_METERED_BYTES) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + AppendInput.MAX_METERED_BYTES + " metered bytes, got " + meteredBytes);
        }
        return new Inbox.Entry<>(meteredBytes, null);
    }

    /**
     * Stands between one publisher of batches, which it asks for the next one when there has been room for the last, and one
     * subscriber to their acknowledgements, which come in order. It begins when there are both. At most 8192 batches are taken
     * whose acknowledgements the subscriber has not asked for.
     *
     * <ul>
     *   <li>When the publisher completes, the session is closed, and the subscriber is told so after the last acknowledgement.
     *   <li>When the publisher fails, or the subscriber cancels, the session is aborted: what was sent by then may have been
     *       appended. The subscriber is told of the failure at once.
     *   <li>When the session fails, the publisher is cancelled. The subscriber gets the acknowledgements that came before, then the
     *       {@link RunnelException}.
     * </ul>
     *
     * Signals come from threads of the client and of whoever calls it, one at a time. Batches that others hand to the session go
     * between those of the publisher.
     */
    public Flow.Processor<AppendInput, AppendAck> processor() {
        return AppendProcessor.over(this);
    }

    /** As {@link #processor()}, with nobody who wants the acknowledgements. What it came to is told by {@link #ended()}. */
    public Flow.Subscriber<AppendInput> subscriber() {
        return AppendProcessor.over(this).withoutAcks();
    }

    /** The end of the last batch that was acknowledged; null before the first. */
    public @Nullable Position lastAcknowledged() {
        return lastAcked;
    }

    /** Completes when the session has ended: in good order after {@link #close}, or with what it failed with. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Ends the session in good order: takes nothing new, and completes when all it has taken is acknowledged. */
    public CompletableFuture<Void> closeAsync() {
        RunnelException why = new SessionClosedException("the session is closed");
        refuse(inbox.closeToNew(why), why);
        signal();
        return ended();
    }

    /**
     * As {@link #closeAsync}, and waits.
     *
     * @throws RunnelException if the session has failed
     * @throws IllegalStateException on a thread of the client, where waiting would be for ever
     */
    @Override
    public void close() {
        CompletableFuture<Void> done = closeAsync();
        if (!done.isDone()) {
            mayBlock();
        }
        try {
            done.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw Await.failure(e);
        }
    }

    /** Ends the session at once. What was sent and not acknowledged may have been appended, or may be still. */
    public void abort() {
        abort(new SessionClosedException("the session was aborted"));
    }

    private void abort(RunnelException why) {
        RunnelException unsent = AppendMachine.certain(why);
        refuse(inbox.closeToAll(unsent), unsent);
        onLoop(() -> {
            drain();
            link.abort(why);
        });
    }

    /** A batch that was offered, and its place in the queue. */
    private record Submission(AppendTicket ticket, Inbox.Entry<PendingAppend> entry) {}

    private Submission enter(AppendInput offered, boolean mayWait) {
        PendingAppend batch = new PendingAppend(fitted(offered), System.nanoTime());
        Inbox.Entry<PendingAppend> entry = new Inbox.Entry<>(batch.input.meteredBytes(), batch);
        switch (inbox.enter(entry, mayWait)) {
            case GRANTED -> {
                entry.granted.complete(Await.nothing());
                signal();
            }
            case CLOSED -> refuse(List.of(entry), inbox.closed());
            case WAITING, FULL -> {}
        }
        return new Submission(new AppendTicket(entry.granted, batch.ack), entry);
    }

    AppendTicket submitReserved(AppendInput offered, int reserved) {
        PendingAppend batch = new PendingAppend(fitted(offered), System.nanoTime());
        Inbox.Entry<PendingAppend> entry = new Inbox.Entry<>(batch.input.meteredBytes(), batch);
        if (inbox.put(batch)) {
            grant(inbox.shrink(reserved - entry.bytes));
            entry.granted.complete(Await.nothing());
            signal();
        } else {
            refuse(List.of(entry), inbox.closed());
            release(reserved);
        }
        return new AppendTicket(entry.granted, batch.ack);
    }

    void release(int bytes) {
        grant(inbox.leave(bytes, 1));
    }

    private AppendInput fitted(AppendInput input) {
        if (options.exactlyOnce() && input.matchSeqNum() != null) {
            throw new IllegalArgumentException("the session itself says which sequence numbers are to be matched");
        }
        FencingToken token = options.fencingToken();
        return token == null || input.fencingToken() != null ? input : input.withFencingToken(token);
    }

    private void grant(List<Inbox.Entry<PendingAppend>> granted) {
        if (!granted.isEmpty()) {
            granted.forEach(each -> each.granted.complete(Await.nothing()));
            signal();
        }
    }

    private static void refuse(List<Inbox.Entry<PendingAppend>> entries, RunnelException why) {
        for (Inbox.Entry<PendingAppend> each : entries) {
            each.granted.completeExceptionally(why);
            if (each.item != null) {
                each.item.ack.completeExceptionally(why);
            }
        }
    }

    /** Has the event loop look into the inbox. */
    private void signal() {
        if (scheduled.compareAndSet(false, true)) {
            onLoop(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        for (PendingAppend each : inbox.take()) {
            link.submit(each);
        }
        if (inbox.isDone()) {
            link.close();
        }
    }

    /** Never at once: the machine may be at work, and what it has done may have led here. */
    private void onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    EventLoop loop() {
        return loop;
    }

    void mayBlock() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("a thread of the client must not wait for what it has to do itself");
        }
    }

    /** What becomes of batches; told on the event loop. */
    private final class Fates implements AppendLink.Session {
        @Override
        public void acknowledged(PendingAppend batch, AppendAck ack) {
            lastAcked = ack.end();
            AppendInput input = batch.input;
            metrics.acknowledged(input.size(), input.meteredBytes(), System.nanoTime() - batch.submittedAt);
            batch.ack.complete(ack);
            left(input);
        }

        @Override
        public void refused(PendingAppend batch, RunnelException failure) {
            batch.ack.completeExceptionally(failure);
            left(batch.input);
        }

        private void left(AppendInput input) {
            release(input.meteredBytes());
            metrics.inFlight(inbox.bytes());
        }

        @Override
        public void ended(@Nullable RunnelException failure) {
            if (failure == null) {
                ended.complete(Await.nothing());
                return;
            }
            RunnelException unsent = AppendMachine.certain(failure);
            refuse(inbox.closeToAll(unsent), unsent);
            inbox.take().forEach(each -> each.ack.completeExceptionally(unsent));
            ended.completeExceptionally(failure);
        }
    }
}
