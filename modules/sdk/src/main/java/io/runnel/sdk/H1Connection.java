package io.runnel.sdk;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/1.1: one exchange at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // of closing and writing: the end of the channel tells it
final class H1Connection extends ChannelInboundHandlerAdapter implements Exchange.Carrier {
    /** Parts of a body are slices of what was received, whatever their size. */
    private static final int MAX_CHUNK_BYTES = 4 << 20;

    private final Channel channel;
    private final Consumer<H1Connection> idle;
    private @Nullable Exchange current;
    private @Nullable Throwable broken;
    private @Nullable Future<?> reaper;
    private boolean keepAlive = true;

    private H1Connection(Channel channel, Consumer<H1Connection> idle) {
        this.channel = channel;
        this.idle = idle;
    }

    static H1Connection on(Channel channel, Consumer<H1Connection> idle) {
        H1Connection connection = new H1Connection(channel, idle);
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(8 * 1024)
                .setMaxHeaderSize(64 * 1024)
                .setMaxChunkSize(MAX_CHUNK_BYTES);
        channel.pipeline().addLast(new HttpClientCodec(config, false, false), connection);
        return connection;
    }

    boolean isUsable() {
        return keepAlive && channel.isActive();
    }

    void begin(Exchange exchange, HttpRequest request) {
        if (reaper != null) {
            reaper.cancel(false);
            reaper = null;
        }
        current = exchange;
        exchange.begin(channel, this, request);
    }

    @Override
    public void release(boolean reusable) {
        current = null;
        if (reusable && isUsable()) {
            keep();
        } else {
            channel.close();
        }
    }

    /** To be used again, but not for ever. */
    void keep() {
        reaper = channel.eventLoop().schedule(() -> channel.close(), Pool.IDLE_NANOS, TimeUnit.NANOSECONDS);
        idle.accept(this);
    }

    @Override
    public void retire() {
        keepAlive = false;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response && !HttpUtil.isKeepAlive(response)) {
            keepAlive = false;
        }
        if (current == null) {
            // Nobody has asked: whatever it is, it answers nothing.
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            current.received(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = cause;
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (reaper != null) {
            reaper.cancel(false);
        }
        if (current != null) {
            current.failed("the connection broke", broken);
        }
    }
}
