package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One connection of a session: opens it, and takes the frames out of what comes back. On one event loop. */
final class SessionExchange implements ExchangeListener, FrameReader.Sink {
    private static final int MAX_ERROR_BYTES = 1 << 20;

    /** Who the session is for. Nothing comes after an end or a failure, or after {@link #cancel}. */
    interface Handler {
        void opened();

        /** @param advice the server advises to go on by another connection */
        void message(byte[] message, boolean advice);

        /** The server has ended it in good order. */
        void ended();

        void failed(RunnelException failure);
    }

    private final Shared shared;
    private final EventLoop loop;
    private final Call call;
    private final Handler handler;
    private final FrameReader frames = new FrameReader(this);
    private @Nullable Exchange exchange;
    private @Nullable HttpHeaders errorHeaders;
    private @Nullable ByteArrayOutputStream errorBody;
    private int status;
    private boolean refreshed;
    private boolean paused;
    private boolean over;

    private SessionExchange(Shared shared, EventLoop loop, Call call, Handler handler) {
        this.shared = shared;
        this.loop = loop;
        this.call = call;
        this.handler = handler;
    }

    static SessionExchange open(Shared shared, EventLoop loop, Call call, Handler handler) {
        SessionExchange session = new SessionExchange(shared, loop, call, handler);
        session.begin(false);
        return session;
    }

    private void begin(boolean refresh) {
        var unused = shared.requests.token(refresh).whenComplete((token, failure) -> {
            // Never at once, so that nobody is told before he knows whom of.
            loop.execute(() -> send(token, failure));
        });
    }

    private void send(@Nullable String token, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (token == null) {
            fail(new ConnectionException("no access token", failure, true));
            return;
        }
        HttpRequest request;
        try {
            boolean streams = !call.method.equals(HttpMethod.GET);
            request = streams ? shared.requests.streaming(call, token) : shared.requests.whole(call, token);
        } catch (IllegalArgumentException | IllegalStateException e) {
            fail(new ConnectionException("no request can be made", e, true));
            return;
        }
        exchange = shared.transport.open(loop, shared.requests.address(call), request, this);
        if (paused) {
            exchange.pause();
        }
    }

    void send(byte[][] frame, Runnable written) {
        if (exchange != null) {
            exchange.send(frame, written);
        }
    }

    /** The request ends; what still comes is read, but nobody is told. */
    void finish() {
        over = true;
        if (exchange != null) {
            exchange.finish();
        }
    }

    void cancel() {
        over = true;
        if (exchange != null) {
            exchange.cancel();
        }
    }

    void retire() {
        if (exchange != null) {
            exchange.retire();
        }
    }

    void pause() {
        paused = true;
        if (exchange != null) {
            exchange.pause();
        }
    }

    void resume() {
        paused = false;
        if (exchange != null) {
            exchange.resume();
        }
    }

    @Override
    public void onHead(int code, HttpHeaders headers) {
        status = code;
        if (code == 200) {
            if (!over) {
                handler.opened();
            }
        } else {
            errorHeaders = headers;
            errorBody = new ByteArrayOutputStream(256);
        }
    }

    @Override
    public void onData(ByteBuf data) {
        ByteArrayOutputStream error = errorBody;
        if (error != null) {
            int length = Math.min(data.readableBytes(), MAX_ERROR_BYTES - error.size());
            try {
                data.readBytes(error, length);
            } catch (IOException e) {
                throw new IllegalStateException("nothing can fail in memory", e);
            }
            return;
        }
        if (over) {
            return;
        }
        try {
            frames.read(data);
        } catch (ProtocolException e) {
            fail(e);
        }
    }

    @Override
    public void message(byte[] message, boolean advice) {
        if (!over) {
            handler.message(message, advice);
        }
    }

    @Override
    public void terminal(RunnelException failure) {
        fail(failure);
    }

    @Override
    public void onEnd() {
        ByteArrayOutputStream error = errorBody;
        HttpHeaders headers = errorHeaders;
        if (error != null && headers != null) {
            RunnelException failure;
            try {
                failure = Answer.of(status, headers, error.toByteArray()).failure();
            } catch (ProtocolException e) {
                failure = e;
            }
            if (failure instanceof ServerException refused && refused.isAuthentication() && !refreshed && !over) {
                refreshed = true;
                errorBody = null;
                begin(true);
            } else {
                fail(failure);
            }
        } else if (frames.isInsideFrame()) {
            fail(new ConnectionException("the server ended the session inside a frame", null, false));
        } else if (!over) {
            over = true;
            handler.ended();
        }
    }

    @Override
    public void onFailure(ConnectionException failure) {
        // Whether what was sent since has arrived is for the session to know.
        boolean opened = status == 200;
        fail(
                opened
                        ? new ConnectionException(String.valueOf(failure.getMessage()), failure.getCause(), false)
                        : failure);
    }

    private void fail(RunnelException failure) {
        if (!over) {
            over = true;
            handler.failed(failure);
        }
    }
}
