package io.runnel.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/2 without TLS, by prior knowledge; as many connections as the sessions need, with the windows of the Rust client. */
final class H2Connections implements AutoCloseable {
    /** Contract 15.20: a server may take no more than 100. */
    private static final int SESSIONS_PER_CONNECTION = 90;

    private static final int STREAM_WINDOW = 2 * 1024 * 1024;
    private static final int CONNECTION_WINDOW = 5 * 1024 * 1024;

    private final Endpoint endpoint;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private @Nullable Channel connection;
    private int sessions;

    H2Connections(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    synchronized Exchange open(Request request) throws IOException {
        Channel channel = connection;
        if (channel == null || sessions == SESSIONS_PER_CONNECTION) {
            channel = connect();
            connection = channel;
            sessions = 0;
        }
        sessions++;
        H2Exchange exchange = new H2Exchange();
        Channel stream = new Http2StreamChannelBootstrap(channel)
                .option(ChannelOption.AUTO_READ, false)
                .handler(exchange.handler())
                .open()
                .syncUninterruptibly()
                .getNow();
        exchange.begin(stream, request);
        return exchange;
    }

    private Channel connect() {
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        Http2Settings settings = Http2Settings.defaultSettings()
                                .pushEnabled(false)
                                .initialWindowSize(STREAM_WINDOW);
                        opened.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .initialSettings(settings)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel pushed) {
                                        throw new IllegalStateException("pushes are switched off");
                                    }
                                }));
                    }
                })
                .connect(endpoint.address())
                .syncUninterruptibly()
                .channel();
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW - 65_535))
                .syncUninterruptibly();
        return channel;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
