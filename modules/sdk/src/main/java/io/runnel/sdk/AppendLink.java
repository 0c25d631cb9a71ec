package io.runnel.sdk;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpMethod;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Does what the machine of an append session says, and tells it what the server says. On one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // of timers, and of what is waited for by others
final class AppendLink extends SessionLink implements AppendMachine.Driver {
    private static final int DRAIN_SECONDS = 5;

    /** Who is told what becomes of batches. */
    interface Session {
        void acknowledged(PendingAppend batch, AppendAck ack);

        void refused(PendingAppend batch, RunnelException failure);

        /** Null in good order. */
        void ended(@Nullable RunnelException failure);
    }

    private final StreamClient stream;
    private final EventLoop loop;
    private final Session session;
    private final AppendMachine machine;

    AppendLink(StreamClient stream, EventLoop loop, AppendSessionOptions options, Session session) {
        super(loop);
        this.stream = stream;
        this.loop = loop;
        this.session = session;
        ClientOptions client = stream.shared.options;
        this.machine = new AppendMachine(
                this,
                client.retry,
                client.connectTimeout.plus(client.requestTimeout).toNanos(),
                client.requestTimeout.toNanos(),
                options,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    void submit(PendingAppend batch) {
        machine.submit(batch, System.nanoTime());
    }

    void close() {
        machine.close(System.nanoTime());
    }

    void abort(RunnelException why) {
        machine.abort(why, System.nanoTime());
    }

    @Override
    void wake(long now) {
        machine.wake(now);
    }

    @Override
    public void connect() {
        Call call = stream.records("append-session", HttpMethod.POST).header("content-type", Call.SESSION);
        connection = SessionExchange.open(stream.shared, loop, call, new Answers());
    }

    @Override
    public void send(PendingAppend batch) {
        if (connection != null) {
            byte[][] frame = batch.frame(stream.shared.options.compression.coding);
            connection.send(frame, () -> machine.written(System.nanoTime()));
        }
    }

    @Override
    public void finish() {
        SessionExchange leaving = connection;
        connection = null;
        if (leaving != null) {
            leaving.finish();
            loop.schedule(leaving::cancel, DRAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void lookAtTail() {
        stream.checkTail().whenCompleteAsync(answer(machine::tailIs), loop);
    }

    @Override
    public void lookFor(PendingAppend batch) {
        Long match = batch.input.matchSeqNum();
        ReadOptions there = ReadOptions.from(ReadStart.seqNum(match == null ? 0 : match))
                .withCount(batch.input.size())
                .withBytes(batch.input.meteredBytes());
        stream.read(there)
                .whenCompleteAsync(this.<ReadBatch>answer((found, now) -> machine.found(found.records(), now)), loop);
    }

    private <T> BiConsumer<T, @Nullable Throwable> answer(BiConsumer<T, Long> known) {
        return (answer, failure) -> {
            if (failure == null) {
                known.accept(answer, System.nanoTime());
                return;
            }
            RunnelException why = Await.failure(failure) instanceof RunnelException expected
                    ? expected
                    : new ProtocolException("unexpected: " + failure);
            machine.lookFailed(why, System.nanoTime());
        };
    }

    @Override
    public void acknowledged(PendingAppend batch, AppendAck ack) {
        session.acknowledged(batch, ack);
    }

    @Override
    public void refused(PendingAppend batch, RunnelException failure) {
        session.refused(batch, failure);
    }

    @Override
    public void retrying(RunnelException failure) {
        stream.shared.options.metrics.retry("append-session", failure);
    }

    @Override
    public void ended(@Nullable RunnelException failure) {
        session.ended(failure);
    }

    /** Hands on what the server says. */
    private final class Answers implements SessionExchange.Handler {
        @Override
        public void opened() {
            machine.opened(System.nanoTime());
        }

        @Override
        public void message(byte[] message, boolean advice) {
            AppendAck ack;
            try {
                ack = ProtoInput.appendAck(message, 0, message.length);
            } catch (ProtocolException e) {
                machine.failed(e, System.nanoTime());
                return;
            }
            machine.acked(ack, System.nanoTime());
            if (advice) {
                machine.advised(System.nanoTime());
            }
        }

        @Override
        public void ended() {
            machine.endedByServer(System.nanoTime());
        }

        @Override
        public void failed(RunnelException failure) {
            machine.failed(failure, System.nanoTime());
        }
    }
}
