package io.runnel.sdk;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream batch by batch over one connection at a time, and follows it as its {@link ReadOptions} say. When the connection
 * fails, or is silent for 20 seconds, it reconnects and reads on behind the last record: none is left out and none comes twice.
 *
 * <p>Batches are taken by {@link #next()}, which waits, by {@link #nextAsync()}, or by a subscriber ({@link #publisher()}); each is
 * handed out once. As long as nobody takes any the session reads ahead by so many bytes and then stops the server by flow
 * control. Safe for use by any thread. To be closed.
 */
@SuppressWarnings({"FutureReturnValueIgnored", "UnnecessaryLambda"
}) // timers, own futures; one object to be found again
public final class ReadSession implements AutoCloseable {
    private final StreamClient stream;
    private final ReadSessionOptions options;
    private final ClientMetrics metrics;
    private final EventLoop loop;
    private final ReadMachine machine;
    private final Connected link;
    private final Runnable abortOfClient = () -> end(new ConnectionException("the client was closed", null, true));

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ReadBatch> batches = new ArrayDeque<>();
    private final Deque<CompletableFuture<Optional<ReadBatch>>> takers = new ArrayDeque<>();
    private long bytes;
    private boolean paused;
    private volatile boolean ended; // under the lock when it is set
    private @Nullable RunnelException failure;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    private volatile @Nullable Position tail;
    private volatile @Nullable Long nextSeqNum;
    private volatile CompletableFuture<Position> caughtUp = new CompletableFuture<>();

    private ReadSession(StreamClient stream, ReadSessionOptions options) {
        this.stream = stream;
        this.options = options;
        ClientOptions client = stream.shared.options;
        this.metrics = client.metrics;
        this.loop = stream.shared.transport.nextLoop();
        this.link = new Connected(loop);
        this.machine = new ReadMachine(
                link,
                client.retry,
                client.connectTimeout.plus(client.requestTimeout).toNanos(),
                options,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    static ReadSession open(StreamClient stream, ReadSessionOptions options) {
        ReadSession session = new ReadSession(stream, options);
        stream.shared.opened(session.abortOfClient);
        session.loop.execute(() -> session.machine.start(System.nanoTime()));
        return session;
    }

    /**
     * The next batch with at least one record; waits for it. Null when the read has ended: a bound is reached, the wait is over,
     * or the session was closed.
     *
     * @throws RunnelException if the session has failed; batches that came before that are handed out first
     * @throws InterruptedException if this thread is interrupted; no batch is lost then
     * @throws IllegalStateException on a thread of the client, where waiting would be for ever
     */
    public @Nullable ReadBatch next() throws InterruptedException {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("a thread of the client must not wait for what it has to do itself");
        }
        ReadBatch batch;
        boolean resume;
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && !ended) {
                changed.await();
            }
            batch = batches.poll();
            if (batch == null) {
                if (failure != null) {
                    throw failure;
                }
                return null;
            }
            resume = taken(batch);
        } finally {
            lock.unlock();
        }
        tookOne(resume);
        return batch;
    }

    /** As {@link #next()}, but without waiting: empty when the read has ended. Calls are served in order. */
    public CompletableFuture<Optional<ReadBatch>> nextAsync() {
        CompletableFuture<Optional<ReadBatch>> taker = new CompletableFuture<>();
        ReadBatch batch;
        boolean resume = false;
        lock.lock();
        try {
            batch = batches.poll();
            if (batch == null && !ended) {
                takers.add(taker);
                return taker;
            }
            if (batch != null) {
                resume = taken(batch);
            }
        } finally {
            lock.unlock();
        }
        tookOne(resume);
        complete(taker, batch);
        return taker;
    }

    private void tookOne(boolean resume) {
        if (resume) {
            onLoop(this::resume);
        }
        if (ended) {
            drainedIfEmpty();
        }
    }

    /** Completes when the session has ended, as it has, and its last batch is taken. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    private void drainedIfEmpty() {
        lock.lock();
        try {
            if (!batches.isEmpty()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        if (failure == null) {
            drained.complete(Await.nothing());
        } else {
            drained.completeExceptionally(failure);
        }
    }

    private void complete(CompletableFuture<Optional<ReadBatch>> taker, @Nullable ReadBatch batch) {
        if (batch == null && failure != null) {
            taker.completeExceptionally(failure);
        } else {
            taker.complete(Optional.ofNullable(batch));
        }
    }

    /** Under the lock: a batch has gone; true if the session is to read on. */
    private boolean taken(ReadBatch batch) {
        bytes -= batch.meteredBytes();
        return paused && bytes <= options.readAheadBytes() / 2;
    }

    /**
     * The batches for one subscriber, who asks for as many as he wants. Cancelling closes the session. Subscribers are called by
     * threads of the client and by those that ask for batches, one at a time. They are told of the session's end when its last batch
     * is taken.
     */
    public Flow.Publisher<ReadBatch> publisher() {
        return subscriber -> BatchSubscription.of(this).start(subscriber);
    }

    /** The number of the next record that the session will hand to its buffer, unsigned 64-bit; null if it is not known yet. */
    public @Nullable Long nextSeqNum() {
        return nextSeqNum;
    }

    /** The stream's tail as the server last said it; null if it has not. */
    public @Nullable Position lastTail() {
        return tail;
    }

    /** Whether everything before the tail has come, as far as is known. Not while the session reconnects. */
    public boolean isCaughtUp() {
        return caughtUp.isDone() && !caughtUp.isCompletedExceptionally();
    }

    /**
     * Completes with the tail when everything before it has come, at once if it has. Batches may then still be waiting to be taken.
     * Completes exceptionally if the session ends before.
     */
    public CompletableFuture<Position> caughtUp() {
        return caughtUp.copy();
    }

    /** Ends the session; batches that have come can still be taken. */
    @Override
    public void close() {
        end(null);
    }

    private void end(@Nullable RunnelException why) {
        onLoop(() -> {
            if (why == null) {
                machine.close(System.nanoTime());
            } else {
                machine.abort(why, System.nanoTime());
            }
        });
    }

    private void onLoop(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    private void resume() {
        lock.lock();
        try {
            if (!paused || bytes > options.readAheadBytes() / 2) {
                return;
            }
            paused = false;
        } finally {
            lock.unlock();
        }
        machine.paused(false, System.nanoTime());
        SessionExchange open = link.connection;
        if (open != null) {
            open.resume();
        }
    }

    /** Does what the machine says, on the event loop. */
    private final class Connected extends SessionLink implements ReadMachine.Driver {
        Connected(EventLoop loop) {
            super(loop);
        }

        @Override
        void wake(long now) {
            machine.wake(now);
        }

        @Override
        public void connect(ReadOptions remaining) {
            Call call = stream.readCall("read-session", remaining).header("content-type", Call.SESSION);
            call.query("wait", remaining.waitSeconds());
            connection = SessionExchange.open(stream.shared, loop, call, new Answers());
            if (paused) {
                connection.pause();
            }
        }

        @Override
        public void deliver(ReadBatch received) {
            Position said = received.tail();
            if (said != null) {
                tail = said;
            }
            if (received.isEmpty()) {
                nextSeqNum = said == null ? nextSeqNum : Long.valueOf(said.seqNum());
                return;
            }
            SequencedRecord last = received.records().get(received.records().size() - 1);
            nextSeqNum = last.seqNum() + 1;
            metrics.received(
                    received.records().size(),
                    received.meteredBytes(),
                    said == null ? -1 : said.seqNum() - last.seqNum() - 1);
            ReadBatch batch = options.read().ignoreCommandRecords() ? received.withoutCommands() : received;
            if (!batch.isEmpty()) {
                offer(batch);
            }
        }

        private void offer(ReadBatch batch) {
            CompletableFuture<Optional<ReadBatch>> taker;
            boolean pause = false;
            lock.lock();
            try {
                taker = takers.poll();
                while (taker != null && taker.isDone()) {
                    taker = takers.poll(); // given up
                }
                if (taker == null) {
                    batches.add(batch);
                    bytes += batch.meteredBytes();
                    pause = !paused && bytes >= options.readAheadBytes();
                    paused |= pause;
                    changed.signal();
                }
            } finally {
                lock.unlock();
            }
            if (taker != null && !taker.complete(Optional.of(batch))) {
                offer(batch); // given up just now
            }
            if (pause) {
                if (connection != null) {
                    connection.pause();
                }
                machine.paused(true, System.nanoTime());
            }
        }

        @Override
        public void caughtUp(boolean reached) {
            Position now = tail;
            if (reached && now != null) {
                caughtUp.complete(now);
            } else if (caughtUp.isDone()) {
                caughtUp = new CompletableFuture<>();
            }
        }

        @Override
        public void retrying(RunnelException why) {
            metrics.retry("read-session", why);
        }

        @Override
        public void ended(@Nullable RunnelException why) {
            Deque<CompletableFuture<Optional<ReadBatch>>> waiting;
            lock.lock();
            try {
                ended = true;
                failure = why;
                waiting = new ArrayDeque<>(takers);
                takers.clear();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            waiting.forEach(each -> complete(each, null));
            drainedIfEmpty();
            caughtUp.completeExceptionally(
                    why == null ? new SessionClosedException("the read has ended before its tail") : why);
            stream.shared.ended(abortOfClient);
        }
    }

    /** Hands on what the server says. */
    private final class Answers implements SessionExchange.Handler {
        @Override
        public void opened() {
            machine.opened(System.nanoTime());
        }

        @Override
        public void message(byte[] message, boolean advice) {
            ReadBatch batch;
            try {
                batch = ReadBatch.decode(message, 0, message.length);
            } catch (ProtocolException e) {
                machine.failed(e, System.nanoTime());
                return;
            }
            machine.received(batch, advice, System.nanoTime());
        }

        @Override
        public void ended() {
            machine.endedByServer(System.nanoTime());
        }

        @Override
        public void failed(RunnelException why) {
            machine.failed(why, System.nanoTime());
        }
    }
}
