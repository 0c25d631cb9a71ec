package io.runnel.sdk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a read session does, without sockets, threads and clocks: told what happens and when, it tells its {@link Driver} what to
 * do. Times are nanoseconds of any clock that only goes forward. Not thread-safe.
 *
 * <p>After a failure it reads on behind the last record that came, with bounds that are less by what came. The wait for records
 * at the tail is counted here: it begins when the tail is reached and anew with every batch, as it does at the server (contract
 * 7.4), and neither heartbeats nor reconnections prolong it.
 */
final class ReadMachine {
    /** A server says something every 15 s (contract 7.4); silence of so long means that it is gone. */
    static final long WATCHDOG_NANOS = TimeUnit.SECONDS.toNanos(20);
    /** How much later than the wait ends the server may end the read. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long ADVICE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What the machine wants done. None of it may call back at once. */
    interface Driver {
        /** Open a connection with this; answered by {@link #opened} or {@link #failed}. */
        void connect(ReadOptions options);

        /** Leave the connection, or the attempt to open one. */
        void disconnect();

        /** The connection is to be used by nobody new. */
        void retire();

        /** Call {@link #wake} then; only the last one counts. */
        void wakeAt(long nanos);

        /** @param batch with at least one record, or with a tail */
        void deliver(ReadBatch batch);

        /** Everything before the tail has been delivered; or not any more. */
        void caughtUp(boolean reached);

        void retrying(RunnelException failure);

        /** The session has ended; null in good order. */
        void ended(@Nullable RunnelException failure);
    }

    private enum Phase {
        CONNECTING,
        OPEN,
        WAITING,
        ENDED
    }

    private final Driver driver;
    private final Attempts attempts;
    private final boolean forever;
    private final long connectNanos;
    private final ReadOptions asked;

    private Phase phase = Phase.WAITING;
    private long now;
    private long deadline = Long.MAX_VALUE;
    private long heardAt;
    private boolean paused;
    private boolean advised;
    private long lastAdvice;

    /** Whether {@link #next} is known: something has come. */
    private boolean anchored;

    private long next;
    private @Nullable Long countLeft;
    private @Nullable Long bytesLeft;
    private boolean tailReached;
    private long waitEnds;

    /** @param connectNanos how long a connection may take until the server has accepted the session */
    ReadMachine(
            Driver driver, RetryPolicy retry, long connectNanos, ReadSessionOptions options, DoubleSupplier chance) {
        this.driver = driver;
        this.attempts = new Attempts(retry, chance);
        this.forever = options.retryForever();
        this.connectNanos = connectNanos;
        this.asked = options.read();
        this.countLeft = asked.count();
        this.bytesLeft = asked.bytes();
    }

    void start(long time) {
        now = time;
        connect();
    }

    private void connect() {
        phase = Phase.CONNECTING;
        wakeAt(now + connectNanos);
        driver.connect(remaining());
    }

    /** What is still to be read. */
    private ReadOptions remaining() {
        ReadStart start = anchored ? ReadStart.seqNum(next) : asked.start();
        return new ReadOptions(
                start,
                !anchored && asked.clamp(),
                countLeft,
                bytesLeft,
                asked.until(),
                waitLeft(),
                asked.ignoreCommandRecords());
    }

    private @Nullable Duration waitLeft() {
        if (asked.waitFor() == null || !tailReached) {
            return asked.waitFor();
        }
        long left = waitEnds - now;
        return Duration.ofSeconds(left <= 0 ? 0 : (left + SECOND_NANOS - 1) / SECOND_NANOS);
    }

    void opened(long time) {
        now = time;
        if (phase == Phase.CONNECTING) {
            phase = Phase.OPEN;
            heardAt = time;
            arm();
        }
    }

    /** Records came, or a heartbeat. */
    void received(ReadBatch batch, boolean advice, long time) {
        now = time;
        if (phase != Phase.OPEN) {
            return;
        }
        heardAt = time;
        attempts.succeeded();
        Position tail = batch.tail();
        if (batch.isEmpty()) {
            heartbeat(tail);
        } else if (!take(batch)) {
            failed(new ProtocolException("the server sent a record that it had sent before"), time);
            return;
        }
        if (tail != null && phase == Phase.OPEN) {
            driver.caughtUp(tail.seqNum() == next);
        }
        if (advice) {
            advised();
        }
        if (phase == Phase.OPEN) {
            arm();
        }
    }

    private void heartbeat(@Nullable Position tail) {
        if (tail == null) {
            return;
        }
        anchored = true;
        next = tail.seqNum();
        reachTail();
        driver.deliver(new ReadBatch(List.of(), tail));
    }

    private void reachTail() {
        if (!tailReached) {
            tailReached = true;
            waitEnds = now + waitNanos();
        }
    }

    private boolean take(ReadBatch batch) {
        long first = batch.records().get(0).seqNum();
        if (anchored && Long.compareUnsigned(first, next) < 0) {
            return false;
        }
        anchored = true;
        next = batch.records().get(batch.records().size() - 1).seqNum() + 1;
        countLeft = less(countLeft, batch.records().size());
        bytesLeft = less(bytesLeft, batch.meteredBytes());
        if (batch.tail() != null) {
            tailReached = true;
        }
        waitEnds = now + waitNanos();
        driver.deliver(batch);
        return true;
    }

    private long waitNanos() {
        Duration wait = asked.waitFor();
        return wait == null ? 0 : TimeUnit.SECONDS.toNanos(wait.toSeconds()) + wait.toNanosPart();
    }

    private static @Nullable Long less(@Nullable Long left, long used) {
        return left == null ? null : Long.valueOf(Long.compareUnsigned(left, used) <= 0 ? 0 : left - used);
    }

    private boolean isExhausted() {
        return anchored && ((countLeft != null && countLeft == 0) || (bytesLeft != null && bytesLeft == 0));
    }

    /** Goes to another connection, but not all the time (contract 15.19). */
    private void advised() {
        if (phase != Phase.OPEN || (advised && now - lastAdvice < ADVICE_NANOS)) {
            return;
        }
        advised = true;
        lastAdvice = now;
        driver.retire();
        driver.disconnect();
        driver.caughtUp(false);
        if (isExhausted()) {
            end(null);
        } else {
            connect();
        }
    }

    /** The server has ended the read in good order. */
    void endedByServer(long time) {
        now = time;
        if (phase == Phase.OPEN) {
            end(null);
        }
    }

    void failed(RunnelException failure, long time) {
        now = time;
        if (phase != Phase.CONNECTING && phase != Phase.OPEN) {
            return;
        }
        if (failure instanceof DeadlineExceededException) {
            // It may be dead, and over HTTP/2 the next attempt would be given the same one.
            driver.retire();
        }
        driver.disconnect();
        driver.caughtUp(false);
        boolean atTail = anchored
                && failure instanceof RangeNotSatisfiableException range
                && range.tail().seqNum() == next;
        if (isExhausted() || atTail) {
            // Everything has come before, only the end of it was lost.
            end(null);
            return;
        }
        if (attempts.isDrain(failure)) {
            driver.retrying(failure);
            connect();
            return;
        }
        attempts.failed();
        if (!failure.isRetryable() || (!forever && attempts.areUsedUp())) {
            end(failure);
            return;
        }
        driver.retrying(failure);
        phase = Phase.WAITING;
        wakeAt(now + attempts.delayNanos(failure));
    }

    /** Nothing is taken from the connection for now, so that its silence means nothing. */
    void paused(boolean value, long time) {
        now = time;
        paused = value;
        heardAt = time;
        if (phase == Phase.OPEN) {
            arm();
        }
    }

    private void arm() {
        if (paused) {
            wakeAt(Long.MAX_VALUE);
            return;
        }
        long silent = heardAt + WATCHDOG_NANOS;
        boolean waits = asked.waitFor() != null && tailReached;
        long late = waitEnds + GRACE_NANOS;
        wakeAt(waits && late - silent < 0 ? late : silent);
    }

    /** It is as late as was asked for. */
    void wake(long time) {
        now = time;
        if (deadline == Long.MAX_VALUE || time - deadline < 0) {
            return;
        }
        deadline = Long.MAX_VALUE;
        switch (phase) {
            case WAITING -> connect();
            case CONNECTING -> failed(new DeadlineExceededException("the session was not accepted in time"), time);
            case OPEN -> {
                if (time - heardAt >= WATCHDOG_NANOS) {
                    failed(new DeadlineExceededException("the server has been silent for 20 s"), time);
                } else {
                    driver.disconnect();
                    end(null);
                }
            }
            case ENDED -> {}
        }
    }

    private void wakeAt(long time) {
        deadline = time;
        driver.wakeAt(time);
    }

    /** Nobody wants more. */
    void close(long time) {
        abort(null, time);
    }

    void abort(@Nullable RunnelException why, long time) {
        now = time;
        if (phase != Phase.ENDED) {
            driver.disconnect();
            end(why);
        }
    }

    private void end(@Nullable RunnelException failure) {
        phase = Phase.ENDED;
        wakeAt(Long.MAX_VALUE);
        driver.ended(failure);
    }
}
