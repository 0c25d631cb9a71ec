package io.runnel.sdk;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of HTTP/2, which many exchanges share. */
@SuppressWarnings("FutureReturnValueIgnored") // of closing and writing: the end of the channel tells it
final class H2Connection {
    /** Servers take at least 100 (contract 15.20). */
    private static final int MAX_STREAMS = 90;

    /** What a session may have on the way beside what it reads ahead. */
    private static final int STREAM_WINDOW = 2 << 20;
    /** Room for all streams, so that those which nobody reads hold up no other. */
    private static final int CONNECTION_WINDOW = MAX_STREAMS * STREAM_WINDOW;

    private static final int DEFAULT_WINDOW = 65_535;
    /** A frame is held until it is whole; larger ones than this do not make reads cheaper. */
    private static final int MAX_FRAME = 256 << 10;

    private final Channel channel;
    private int streams;
    private boolean retired;
    private long idleSince;

    private H2Connection(Channel channel) {
        this.channel = channel;
    }

    static H2Connection on(Channel channel) {
        H2Connection connection = new H2Connection(channel);
        Http2Settings settings = Http2Settings.defaultSettings()
                .pushEnabled(false)
                .initialWindowSize(STREAM_WINDOW)
                .maxFrameSize(MAX_FRAME);
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forClient().initialSettings(settings).build();
        codec.setCumulator(new Gathering());
        channel.pipeline()
                .addLast(
                        codec,
                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel pushed) {
                                pushed.close();
                            }
                        }),
                        connection.new GoAway());
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - DEFAULT_WINDOW));
        return connection;
    }

    boolean isUsable() {
        return !retired && channel.isActive();
    }

    boolean hasRoom() {
        return streams < MAX_STREAMS;
    }

    void begin(Exchange exchange, HttpRequest request) {
        streams++;
        Stream stream = new Stream(exchange);
        new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(false), stream);
                    }
                })
                .open()
                .addListener((Future<Http2StreamChannel> done) -> {
                    if (!done.isSuccess()) {
                        retire();
                        stream.opened(null);
                        exchange.failed("the connection takes no further stream", done.cause());
                    } else if (exchange.isOver()) {
                        stream.opened(done.getNow());
                        stream.release(false);
                    } else {
                        stream.opened(done.getNow());
                        exchange.begin(done.getNow(), stream, request);
                    }
                });
    }

    void retire() {
        retired = true;
        closeIfUnused();
    }

    private void released() {
        streams--;
        idleSince = System.nanoTime();
        closeIfUnused();
        if (streams == 0 && channel.isActive()) {
            channel.eventLoop().schedule(this::closeIfIdle, Pool.IDLE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void closeIfUnused() {
        if (retired && streams == 0) {
            channel.close();
        }
    }

    private void closeIfIdle() {
        if (streams == 0 && System.nanoTime() - idleSince >= Pool.IDLE_NANOS) {
            retire();
        }
    }

    /** The server wants to see no further streams. */
    private final class GoAway extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2GoAwayFrame) {
                retired = true;
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            retired = true;
            context.close();
        }
    }

    /** A stream: the last handler of its channel. */
    private final class Stream extends ChannelInboundHandlerAdapter implements Exchange.Carrier {
        private final Exchange exchange;
        private @Nullable Channel opened;
        private @Nullable Throwable broken;
        private boolean released;

        Stream(Exchange exchange) {
            this.exchange = exchange;
        }

        void opened(@Nullable Channel as) {
            opened = as;
            if (as == null) {
                release(false);
            }
        }

        @Override
        public void release(boolean reusable) {
            if (!released) {
                released = true;
                if (opened != null) {
                    // Ends what is not ended: with RST_STREAM.
                    opened.close();
                }
                released();
            }
        }

        @Override
        public void retire() {
            H2Connection.this.retire();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            exchange.received(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                if (reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
                    exchange.failed("the server refused the stream", null, true);
                } else {
                    exchange.failed("the server reset the stream, code " + reset.errorCode(), null);
                }
            } else if (event instanceof Http2GoAwayFrame goAway) {
                // Sent to streams that the server has not looked at.
                retired = true;
                exchange.failed("the server goes away, code " + goAway.errorCode(), null, true);
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken = cause;
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            exchange.failed("the connection broke", broken);
        }
    }
}
