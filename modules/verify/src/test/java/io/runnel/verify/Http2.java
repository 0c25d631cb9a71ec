package io.runnel.verify;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/2 in clear text with prior knowledge; the client's windows are the protocol's initial 65,535 bytes. */
final class Http2 implements Connection {
    private static final EventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory("http2", true), NioIoHandler.newFactory());

    private final CompletableFuture<Http2Settings> settings = new CompletableFuture<>();
    private final CompletableFuture<Long> goAway = new CompletableFuture<>();
    private final CompletableFuture<Void> pong = new CompletableFuture<>();
    private final String authority;
    private final Channel channel;

    private Http2(InetSocketAddress server) {
        this.authority = server.getHostString() + ":" + server.getPort();
        Bootstrap bootstrap = new Bootstrap()
                .group(LOOPS)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        fresh.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient()
                                                .validateHeaders(false)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()),
                                        new ConnectionFrames());
                    }
                });
        ChannelFuture connecting = bootstrap.connect(server);
        await(connecting);
        this.channel = connecting.channel();
    }

    static Http2 connect(InetSocketAddress server) {
        return new Http2(server);
    }

    @Override
    public Exchange send(Request request) {
        byte[] body = request.body();
        Http2Exchange exchange = start(request, body == null);
        if (body != null) {
            // Not waited for: a server may answer, and end the stream, without taking all of it.
            Future<?> unused = exchange.stream().writeAndFlush(Http2Exchange.data(body, true));
        }
        return exchange;
    }

    @Override
    public Exchange open(Request request) {
        return start(request, false);
    }

    private Http2Exchange start(Request request, boolean complete) {
        Answer answer = new Answer();
        Future<Http2StreamChannel> opening = new Http2StreamChannelBootstrap(channel)
                .handler(new Http2AnswerHandler(answer))
                .open();
        await(opening);
        Http2StreamChannel stream = opening.getNow();
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(request.method())
                .scheme("http")
                .authority(authority)
                .path(request.target());
        request.headers().forEach(line -> headers.add(Request.name(line), Request.value(line)));
        await(stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, complete)));
        return new Http2Exchange(stream, answer);
    }

    /** What the server announced. */
    Http2Settings settings() {
        return settings.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** The code of its GOAWAY, or null if there was none so far. */
    @Nullable
    Long goAway() {
        return goAway.getNow(null);
    }

    long awaitGoAway() {
        return goAway.orTimeout(20, TimeUnit.SECONDS).join();
    }

    void ping() {
        await(channel.writeAndFlush(new DefaultHttp2PingFrame(0x5251)));
        pong.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public boolean isOpen() {
        return channel.isActive() && !goAway.isDone();
    }

    @Override
    public void close() {
        await(channel.close());
    }

    private static void await(Future<?> future) {
        if (!future.awaitUninterruptibly(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing moved for 20 s");
        }
        if (!future.isSuccess()) {
            throw new IllegalStateException("not sent", future.cause());
        }
    }

    private final class ConnectionFrames extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2SettingsFrame announced) {
                settings.complete(announced.settings());
            } else if (frame instanceof Http2GoAwayFrame leaving) {
                goAway.complete(leaving.errorCode());
            } else if (frame instanceof Http2PingFrame ping && ping.ack()) {
                pong.complete(null);
            }
            ReferenceCountUtil.release(frame);
        }
    }

    /** One stream of the connection. */
    record Http2Exchange(Http2StreamChannel stream, Answer answer) implements Exchange {
        @Override
        public void write(byte[] bytes) {
            write(bytes, false);
        }

        private void write(byte[] bytes, boolean last) {
            if (!stream.writeAndFlush(data(bytes, last)).awaitUninterruptibly(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the server takes nothing for 20 s");
            }
        }

        private static DefaultHttp2DataFrame data(byte[] bytes, boolean last) {
            return new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last);
        }

        @Override
        public void end() {
            write(new byte[0], true);
        }

        @Override
        public void reset() {
            await(stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL)));
        }

        @Override
        public void pause() {
            stream.config().setAutoRead(false);
        }

        @Override
        public void resume() {
            stream.config().setAutoRead(true);
        }
    }
}
