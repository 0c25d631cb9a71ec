package io.runnel.sdk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer, over a connection of HTTP/1.1 or a stream of HTTP/2: both speak {@link HttpObject}s to their last
 * handler. All of it happens on one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of closing and writing: the end of the channel tells it
final class Exchange {
    /** What carries it: is told when it does not need it any more. */
    interface Carrier {
        /** @param reusable both directions have ended in good order */
        void release(boolean reusable);

        /** No further exchange is to use the connection. */
        void retire();
    }

    private final ExchangeListener listener;
    private @Nullable Channel channel;
    private @Nullable Carrier carrier;
    private boolean answered;
    private boolean paused;
    private boolean requestEnded;
    private boolean requestWritten;
    private boolean over;

    Exchange(ExchangeListener listener) {
        this.listener = listener;
    }

    boolean isOver() {
        return over;
    }

    /** The connection is there; sends the head, with the whole body if it is a {@code FullHttpRequest}. */
    void begin(Channel on, Carrier by, HttpRequest request) {
        channel = on;
        carrier = by;
        if (paused) {
            on.config().setAutoRead(false);
        }
        boolean whole = request instanceof LastHttpContent;
        requestEnded = whole;
        ChannelFuture write = on.writeAndFlush(request);
        if (whole) {
            write.addListener(done -> requestWritten |= done.isSuccess());
        }
    }

    /** Sends a part of the body; {@code written} runs when all of it was handed to the system, if it ever is. */
    void send(byte[][] parts, Runnable written) {
        if (over || channel == null) {
            return;
        }
        // Copied once to where the system can take it from: Netty would put the parts together first.
        ByteBuf data = channel.alloc()
                .directBuffer(Stream.of(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            data.writeBytes(part);
        }
        channel.writeAndFlush(new DefaultHttpContent(data)).addListener(done -> {
            if (done.isSuccess()) {
                written.run();
            }
        });
    }

    /** The body ends here. */
    void finish() {
        if (!over && !requestEnded && channel != null) {
            requestEnded = true;
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
                    .addListener(done -> requestWritten |= done.isSuccess());
        }
    }

    /** Stops reading, so that the other side stops sending after a while. */
    void pause() {
        paused = true;
        if (channel != null && !over) {
            channel.config().setAutoRead(false);
        }
    }

    void resume() {
        paused = false;
        if (channel != null && !over) {
            channel.config().setAutoRead(true);
        }
    }

    /** Leaves it; nothing more is heard. */
    void cancel() {
        if (!over) {
            end(false);
        }
    }

    /** As {@link #cancel}, and the connection is not used again: it may be dead. */
    void cancelAndRetire() {
        retire();
        cancel();
    }

    /** The connection is not used for any other exchange. */
    void retire() {
        if (carrier != null) {
            carrier.retire();
        }
    }

    /** Something arrived from the connection. */
    void received(Object message) {
        try {
            if (!over && message instanceof HttpObject object) {
                if (object.decoderResult().isFailure()) {
                    failed("the answer is no HTTP", object.decoderResult().cause());
                } else {
                    handle(object);
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void handle(HttpObject message) {
        if (message instanceof HttpResponse response) {
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                return;
            }
            answered = true;
            listener.onHead(response.status().code(), response.headers());
        }
        if (!over && answered && message instanceof HttpContent content) {
            if (content.content().isReadable()) {
                listener.onData(content.content());
            }
            if (!over && content instanceof LastHttpContent) {
                end(requestEnded);
                listener.onEnd();
            }
        }
    }

    /** The connection could not be made, broke, or refused this exchange. */
    void failed(String message, @Nullable Throwable cause) {
        failed(message, cause, !requestWritten);
    }

    void failed(String message, @Nullable Throwable cause, boolean unsent) {
        if (!over) {
            end(false);
            listener.onFailure(new ConnectionException(message, cause, unsent));
        }
    }

    private void end(boolean reusable) {
        over = true;
        if (carrier != null) {
            if (paused && channel != null && reusable) {
                channel.config().setAutoRead(true);
            }
            carrier.release(reusable);
        }
    }
}
