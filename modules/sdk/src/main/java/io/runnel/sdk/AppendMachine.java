package io.runnel.sdk;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an append session does, without sockets, threads and clocks: told what happens and when, it tells its {@link Driver} what
 * to do. Times are nanoseconds of any clock that only goes forward. Not thread-safe.
 *
 * <p>Which batches wait for what is the business of an {@link AppendQueue}; what has become of those whose fate is open is found out
 * by an {@link AppendLookup}.
 */
final class AppendMachine {
    private static final long ADVICE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What the machine wants done. None of it may call back at once, except {@code send}. */
    interface Driver {
        /** Open a connection; answered by {@link #opened} or {@link #failed}. */
        void connect();

        void send(PendingAppend batch);

        /** Nothing more is sent on this connection, which ends by itself, and is not heard of again. */
        void finish();

        /** Leave the connection, or the attempt to open one. */
        void disconnect();

        /** The connection is to be used by nobody new. */
        void retire();

        /** Ask for the tail; answered by {@link #tailIs} or {@link #lookFailed}. */
        void lookAtTail();

        /** Read what lies where the batch was to be; answered by {@link #found} or {@link #lookFailed}. */
        void lookFor(PendingAppend batch);

        /** Call {@link #wake} then; only the last one counts. */
        void wakeAt(long nanos);

        void acknowledged(PendingAppend batch, AppendAck ack);

        void refused(PendingAppend batch, RunnelException failure);

        void retrying(RunnelException failure);

        /** The session has ended; null in good order. */
        void ended(@Nullable RunnelException failure);
    }

    /** Where the session stands. */
    enum Phase {
        /** Not connected, and no reason to be. */
        IDLE,
        CONNECTING,
        OPEN,
        /** Open, but the server has advised to go elsewhere: only acknowledgements are waited for. */
        LEAVING,
        /** Waits before another attempt. */
        WAITING,
        /** Asks what the stream holds. */
        LOOKING,
        ENDED
    }

    private final Driver driver;
    private final Attempts attempts;
    private final boolean repeatsAll;
    private final long connectNanos;
    private final long ackNanos;
    private final AppendQueue queue = new AppendQueue();
    private final AppendLookup lookup;

    private Phase phase = Phase.IDLE;
    private boolean closing;
    private long now;
    private long deadline = Long.MAX_VALUE;
    private long lastProgress;
    private long lastAdvice;
    private boolean advised;

    /** With exactly-once: what ends the session once it is known what had landed before. */
    private @Nullable RunnelException fatal;

    private @Nullable RunnelException lastFailure;
    /** The end of the last acknowledged batch. */
    private @Nullable Position lastEnd;

    /**
     * @param connectNanos how long a connection may take until the server has accepted the session
     * @param ackNanos how long the server may take for a batch
     */
    AppendMachine(
            Driver driver,
            RetryPolicy retry,
            long connectNanos,
            long ackNanos,
            AppendSessionOptions options,
            DoubleSupplier chance) {
        this.driver = driver;
        this.attempts = new Attempts(retry, chance);
        this.repeatsAll = retry.append() == AppendRetry.ALL;
        this.connectNanos = connectNanos;
        this.ackNanos = ackNanos;
        this.lookup = new AppendLookup(driver, queue, new Looked(), options);
    }

    Phase phase() {
        return phase;
    }

    void submit(PendingAppend batch, long time) {
        now = time;
        if (phase == Phase.ENDED || closing) {
            RunnelException last = lastFailure;
            driver.refused(batch, last == null ? new SessionClosedException("the session is closed") : certain(last));
            return;
        }
        lookup.number(batch);
        queue.add(batch);
        if (phase == Phase.IDLE) {
            begin();
        } else if (phase == Phase.OPEN) {
            sendAll();
        }
    }

    private void begin() {
        if (lookup.isDue()) {
            phase = Phase.LOOKING;
            wakeAt(Long.MAX_VALUE);
            lookup.begin();
        } else {
            phase = Phase.CONNECTING;
            wakeAt(now + connectNanos);
            driver.connect();
        }
    }

    /** The server has accepted the session. */
    void opened(long time) {
        now = time;
        if (phase != Phase.CONNECTING) {
            return;
        }
        phase = Phase.OPEN;
        wakeAt(Long.MAX_VALUE);
        sendAll();
        finishIfDone();
    }

    private void sendAll() {
        if (queue.sentCount() == 0) {
            lastProgress = now;
        }
        for (PendingAppend next = queue.send(); next != null; next = queue.send()) {
            driver.send(next);
        }
        armAckDeadline();
    }

    /** Some of what was sent has left this machine: the server has something to do, and is given time for it. */
    void written(long time) {
        now = time;
        lastProgress = time;
        armAckDeadline();
    }

    private void armAckDeadline() {
        if (phase == Phase.OPEN || phase == Phase.LEAVING) {
            wakeAt(queue.sentCount() == 0 ? Long.MAX_VALUE : lastProgress + ackNanos);
        }
    }

    /** An acknowledgement came. */
    void acked(AppendAck ack, long time) {
        now = time;
        if (phase != Phase.OPEN && phase != Phase.LEAVING) {
            return;
        }
        PendingAppend batch = queue.firstSent();
        String defect = batch == null ? "nothing was sent" : defect(batch, ack);
        if (batch == null || defect != null) {
            failed(new ProtocolException("an acknowledgement does not fit: " + defect), time);
            return;
        }
        queue.removeFirstSent();
        lastProgress = time;
        accept(batch, ack);
        armAckDeadline();
        if (phase == Phase.LEAVING && queue.sentCount() == 0) {
            leave();
        }
        finishIfDone();
    }

    private @Nullable String defect(PendingAppend batch, AppendAck ack) {
        long start = ack.start().seqNum();
        long end = ack.end().seqNum();
        if (end - start != batch.input.size()) {
            return "it is for " + Long.toUnsignedString(end - start) + " records, sent were " + batch.input.size();
        }
        Position before = lastEnd;
        if (before != null && Long.compareUnsigned(start, before.seqNum()) < 0) {
            return "it does not lie behind the last one";
        }
        Long match = batch.input.matchSeqNum();
        return match != null && match != start ? "it is not at the number that was to be matched" : null;
    }

    private void accept(PendingAppend batch, AppendAck ack) {
        attempts.succeeded();
        lastFailure = null;
        lastEnd = ack.end();
        driver.acknowledged(batch, ack);
    }

    /** The server advises to go on by another connection (contract 15.19). */
    void advised(long time) {
        now = time;
        if (phase != Phase.OPEN || (advised && time - lastAdvice < ADVICE_NANOS)) {
            return;
        }
        advised = true;
        lastAdvice = time;
        driver.retire();
        phase = Phase.LEAVING;
        if (queue.sentCount() == 0) {
            leave();
        }
    }

    private void leave() {
        driver.finish();
        wakeAt(Long.MAX_VALUE);
        phase = Phase.IDLE;
        if (queue.hasUnsent()) {
            begin();
        }
    }

    /** The server ended the session without a word. */
    void endedByServer(long time) {
        now = time;
        if (phase != Phase.OPEN && phase != Phase.LEAVING) {
            return;
        }
        if (queue.sentCount() > 0) {
            failed(
                    new ProtocolException("the session ended with " + queue.sentCount() + " batches unacknowledged"),
                    time);
            return;
        }
        phase = Phase.IDLE;
        wakeAt(Long.MAX_VALUE);
        if (queue.hasUnsent()) {
            begin();
        }
    }

    /** The connection, or the attempt to open one, came to this end. */
    void failed(RunnelException failure, long time) {
        now = time;
        if (phase != Phase.CONNECTING && phase != Phase.OPEN && phase != Phase.LEAVING) {
            return;
        }
        leave(failure);
        boolean harmless = queue.takeBack(failure.hasNoSideEffects());
        if (queue.isEmpty() && (closing || failure.isRetryable())) {
            // An idle session need not be connected.
            phase = Phase.IDLE;
            wakeAt(Long.MAX_VALUE);
            finishIfDone();
            return;
        }
        if (lookup.isDueAfterFailure()) {
            if (!failure.isRetryable() && !(failure instanceof SeqNumMismatchException)) {
                fatal = failure;
            }
            again(failure, true);
            return;
        }
        again(failure, failure.isRetryable() && (harmless || repeatsAll));
    }

    /** A connection that is silent may be dead, and over HTTP/2 the next attempt would be given the same one. */
    private void leave(RunnelException failure) {
        if (failure instanceof DeadlineExceededException) {
            driver.retire();
        }
        driver.disconnect();
    }

    private void again(RunnelException failure, boolean allowed) {
        lastFailure = failure;
        if (allowed && attempts.isDrain(failure)) {
            driver.retrying(failure);
            begin();
            return;
        }
        attempts.failed();
        if (!allowed || attempts.areUsedUp()) {
            end(failure);
            return;
        }
        driver.retrying(failure);
        phase = Phase.WAITING;
        wakeAt(now + attempts.delayNanos(failure));
    }

    /** The answer to {@link Driver#lookAtTail}. */
    void tailIs(Position tail, long time) {
        now = time;
        if (phase == Phase.LOOKING) {
            lookup.tailIs(tail);
        }
    }

    /** The answer to {@link Driver#lookFor}: what lies from the batch's number on. */
    void found(List<SequencedRecord> records, long time) {
        now = time;
        if (phase == Phase.LOOKING) {
            lookup.found(records);
        }
    }

    void lookFailed(RunnelException failure, long time) {
        now = time;
        if (phase == Phase.LOOKING) {
            again(failure, failure.isRetryable());
        }
    }

    /** It is as late as was asked for. */
    void wake(long time) {
        now = time;
        if (time - deadline < 0 || deadline == Long.MAX_VALUE) {
            return;
        }
        deadline = Long.MAX_VALUE;
        switch (phase) {
            case WAITING -> begin();
            case CONNECTING -> failed(new DeadlineExceededException("the session was not accepted in time"), time);
            case OPEN, LEAVING -> failed(new DeadlineExceededException("no acknowledgement in time"), time);
            case IDLE, LOOKING, ENDED -> {}
        }
    }

    private void wakeAt(long time) {
        deadline = time;
        driver.wakeAt(time);
    }

    /** No more batches come; ends when all are acknowledged. */
    void close(long time) {
        now = time;
        closing = true;
        finishIfDone();
    }

    private void finishIfDone() {
        if (!closing || phase == Phase.ENDED || !queue.isEmpty()) {
            return;
        }
        if (phase == Phase.OPEN || phase == Phase.LEAVING) {
            driver.finish();
        } else {
            driver.disconnect();
        }
        phase = Phase.ENDED;
        wakeAt(Long.MAX_VALUE);
        driver.ended(null);
    }

    /** Leaves everything as it is; what was sent may have been appended. */
    void abort(RunnelException why, long time) {
        now = time;
        if (phase == Phase.ENDED) {
            return;
        }
        driver.disconnect();
        queue.takeBack(false);
        end(why);
    }

    private void end(RunnelException failure) {
        phase = Phase.ENDED;
        lastFailure = failure;
        wakeAt(Long.MAX_VALUE);
        for (PendingAppend each = queue.removeFirstUnsent(); each != null; each = queue.removeFirstUnsent()) {
            driver.refused(each, each.uncertain ? new IndefiniteAppendException(failure) : certain(failure));
        }
        driver.ended(failure);
    }

    /** Goes on with what has been found out. */
    private final class Looked implements AppendLookup.Session {
        @Override
        public @Nullable RunnelException lastFailure() {
            return lastFailure;
        }

        @Override
        public void landed(PendingAppend batch, AppendAck ack) {
            accept(batch, ack);
        }

        @Override
        public void settled() {
            phase = Phase.IDLE;
            if (fatal != null) {
                AppendMachine.this.end(fatal);
            } else if (queue.isEmpty()) {
                finishIfDone();
            } else {
                begin();
            }
        }

        @Override
        public void lookAgain(RunnelException why) {
            again(why, true);
        }

        @Override
        public void end(RunnelException failure) {
            AppendMachine.this.end(failure);
        }
    }

    /** For a batch that has not been sent as a whole: what befell another one has not befallen it. */
    static RunnelException certain(RunnelException failure) {
        return failure.hasNoSideEffects()
                ? failure
                : new SessionClosedException("the session failed before this was sent: " + failure.getMessage());
    }
}
