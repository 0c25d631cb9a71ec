package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes calls that have one request and one answer, again if need be. Safe for use by any thread. */
@SuppressWarnings("FutureReturnValueIgnored") // what comes of timers and of the caller's own result is not waited for
final class Caller {
    /** So often in a row a server may say that it leaves before that counts as any other failure. */
    static final int MAX_DRAINS = 3;

    private final ClientOptions options;
    private final Requests requests;
    private final Transport transport;
    private final Set<Run<?>> live = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Caller(ClientOptions options, Requests requests, Transport transport) {
        this.options = options;
        this.requests = requests;
        this.transport = transport;
    }

    /** Cancelling the future, or completing it in any way, ends the call. */
    <T> CompletableFuture<T> call(Call call, Function<Answer, T> decode) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Run<T> run = new Run<>(call, decode, result, transport.nextLoop());
        live.add(run);
        result.whenComplete((value, failure) -> {
            live.remove(run);
            run.stop();
        });
        if (closed) {
            result.completeExceptionally(new SessionClosedException("the client is closed"));
        } else {
            run.loop.execute(() -> run.begin(false));
        }
        return result;
    }

    /** Ends what is under way: nobody knows what came of it. */
    void close() {
        closed = true;
        for (Run<?> each : live) {
            each.result.completeExceptionally(new ConnectionException("the client was closed", null, false));
        }
    }

    /** One call, on its event loop. */
    private final class Run<T> implements ExchangeListener {
        private final Call call;
        private final Function<Answer, T> decode;
        private final CompletableFuture<T> result;
        private final EventLoop loop;

        private @Nullable Exchange exchange;
        private @Nullable Future<?> timer;
        private int failures;
        private int drains;
        private boolean refreshed;
        private boolean uncertain;
        private long startedAt;
        private int status;
        private @Nullable HttpHeaders headers;
        private ByteArrayOutputStream body = new ByteArrayOutputStream(0);

        Run(Call call, Function<Answer, T> decode, CompletableFuture<T> result, EventLoop loop) {
            this.call = call;
            this.decode = decode;
            this.result = result;
            this.loop = loop;
        }

        void begin(boolean refresh) {
            if (result.isDone()) {
                return;
            }
            requests.token(refresh).whenComplete((token, failure) -> {
                if (loop.inEventLoop()) {
                    send(token, failure);
                } else {
                    loop.execute(() -> send(token, failure));
                }
            });
        }

        private void send(@Nullable String token, @Nullable Throwable failure) {
            if (result.isDone()) {
                return;
            }
            if (token == null) {
                result.completeExceptionally(new ConnectionException("no access token", failure, true));
                return;
            }
            startedAt = System.nanoTime();
            status = 0;
            headers = null;
            body = new ByteArrayOutputStream(512);
            long seconds = call.moreSeconds;
            long nanos = options.requestTimeout.toNanos() + TimeUnit.SECONDS.toNanos(seconds);
            timer = loop.schedule(this::late, nanos, TimeUnit.NANOSECONDS);
            try {
                exchange = transport.open(loop, requests.address(call), requests.whole(call, token), this);
            } catch (IllegalArgumentException | IllegalStateException e) {
                stopTimer();
                result.completeExceptionally(e);
            }
        }

        @Override
        public void onHead(int code, HttpHeaders fields) {
            status = code;
            headers = fields;
        }

        @Override
        public void onData(ByteBuf data) {
            if (body.size() + data.readableBytes() > Answer.MAX_BODY_BYTES) {
                cancelExchange();
                failed(new ProtocolException("the answer has more than " + Answer.MAX_BODY_BYTES + " bytes"));
                return;
            }
            try {
                data.readBytes(body, data.readableBytes());
            } catch (IOException e) {
                throw new IllegalStateException("nothing can fail in memory", e);
            }
        }

        @Override
        public void onEnd() {
            stopTimer();
            T value;
            try {
                HttpHeaders fields = headers;
                if (fields == null) {
                    throw new ProtocolException("the answer has no head");
                }
                Answer answer = Answer.of(status, fields, body.toByteArray());
                if (!answer.isSuccess()) {
                    failed(answer.failure());
                    return;
                }
                value = decode.apply(answer);
            } catch (ProtocolException e) {
                failed(e);
                return;
            }
            told(status);
            result.complete(value);
        }

        @Override
        public void onFailure(ConnectionException failure) {
            stopTimer();
            failed(failure);
        }

        private void late() {
            if (exchange != null && !exchange.isOver()) {
                exchange.cancelAndRetire();
                failed(new DeadlineExceededException("no answer to " + call.operation + " in time"));
            }
        }

        private void failed(RunnelException failure) {
            told(status);
            if (failure instanceof ServerException refused && refused.isAuthentication() && !refreshed) {
                refreshed = true;
                options.metrics.retry(call.operation, failure);
                begin(true);
                return;
            }
            failures++;
            boolean drained = failure instanceof ServerException refused && refused.isDraining() && drains < MAX_DRAINS;
            boolean again = failure.isRetryable()
                    && (failures < options.retry.maxAttempts() || drained)
                    && (!call.append || options.retry.append() == AppendRetry.ALL || failure.hasNoSideEffects());
            uncertain |= call.append && !failure.hasNoSideEffects();
            if (!again) {
                result.completeExceptionally(uncertain ? new IndefiniteAppendException(failure) : failure);
                return;
            }
            options.metrics.retry(call.operation, failure);
            if (drained) {
                leave();
                return;
            }
            double chance = ThreadLocalRandom.current().nextDouble();
            long delay = options.retry.delayNanos(failures, chance, failure);
            loop.schedule(() -> begin(false), delay, TimeUnit.NANOSECONDS);
        }

        /** Goes at once to another connection; a server that leaves does not use up attempts (contract 15.19). */
        private void leave() {
            drains++;
            failures--;
            if (exchange != null) {
                exchange.retire();
            }
            begin(false);
        }

        private void told(int code) {
            options.metrics.request(call.operation, System.nanoTime() - startedAt, code);
        }

        private void stopTimer() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }

        private void cancelExchange() {
            if (exchange != null) {
                exchange.cancel();
            }
        }

        /** The result is there, or nobody wants it. */
        void stop() {
            if (loop.inEventLoop()) {
                stopTimer();
                cancelExchange();
            } else if (!loop.isShuttingDown()) {
                loop.execute(this::stop);
            }
        }
    }
}
