package io.runnel.sdk;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop: nothing in here is touched by any other thread. */
@SuppressWarnings("FutureReturnValueIgnored") // of closing and writing: the end of the channel tells it
final class Pool {
    static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final int MAX_RECEIVE_BYTES = 512 * 1024;

    private final EventLoop loop;
    private final @Nullable SslContext tls;
    private final HttpVersion version;
    private final int connectMillis;
    private final Map<Address, Server> servers = new HashMap<>();
    /** Those that are being made included. */
    private final Set<Channel> open = new HashSet<>();

    private boolean closed;

    /** @param tls null if no address will be a secure one */
    Pool(EventLoop loop, @Nullable SslContext tls, HttpVersion version, int connectMillis) {
        this.loop = loop;
        this.tls = tls;
        this.version = version;
        this.connectMillis = connectMillis;
    }

    /** A request that waits for a connection. */
    private record Waiting(Exchange exchange, HttpRequest request) {}

    /** What is known of one server, and the connections to it. */
    private final class Server {
        final Address address;
        final Deque<H1Connection> idle = new ArrayDeque<>();
        final Deque<H2Connection> shared = new ArrayDeque<>();
        /** Those that wait for a connection that may be, or will be, one of HTTP/2. */
        final Deque<Waiting> waiting = new ArrayDeque<>();

        boolean connecting;
        /** Over TLS it has turned out that it does not speak HTTP/2. */
        boolean onlyH1;

        Server(Address address) {
            this.address = address;
        }

        boolean mayBeH2() {
            return version == HttpVersion.HTTP_2 || (version == HttpVersion.AUTO && address.secure() && !onlyH1);
        }
    }

    /** Sends a request over a connection that is idle, shared or new. On the event loop. */
    void open(Address to, Exchange exchange, HttpRequest request) {
        Server server = servers.computeIfAbsent(to.origin(), Server::new);
        if (server.mayBeH2()) {
            H2Connection free = free(server);
            if (free != null) {
                free.begin(exchange, request);
            } else {
                server.waiting.add(new Waiting(exchange, request));
                if (!server.connecting) {
                    server.connecting = true;
                    connect(server, null);
                }
            }
            return;
        }
        for (H1Connection each = server.idle.pollLast(); each != null; each = server.idle.pollLast()) {
            if (each.isUsable()) {
                each.begin(exchange, request);
                return;
            }
        }
        connect(server, new Waiting(exchange, request));
    }

    private static @Nullable H2Connection free(Server server) {
        server.shared.removeIf(each -> !each.isUsable());
        for (H2Connection each : server.shared) {
            if (each.hasRoom()) {
                return each;
            }
        }
        return null;
    }

    /** @param own who the connection is for; null if it is for those who wait at the server */
    private void connect(Server server, @Nullable Waiting own) {
        if (closed) {
            // The event loop is about to end, and would not close it.
            refused(server, own, new IllegalStateException("the client is closed"));
            return;
        }
        Address address = server.address;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(2048, 65536, MAX_RECEIVE_BYTES))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 8 << 20))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        open.add(channel);
                        channel.closeFuture().addListener(end -> open.remove(channel));
                        if (address.secure()) {
                            SslHandler handler = Objects.requireNonNull(tls)
                                    .newHandler(channel.alloc(), address.hostName(), address.port());
                            handler.setHandshakeTimeoutMillis(connectMillis);
                            channel.pipeline().addLast(handler, new Handshake(server, own));
                        }
                    }
                });
        bootstrap.connect(address.hostName(), address.port()).addListener((io.netty.channel.ChannelFuture done) -> {
            if (!done.isSuccess()) {
                refused(server, own, done.cause());
                return;
            }
            if (!address.secure()) {
                connected(server, own, done.channel(), version == HttpVersion.HTTP_2);
            }
        });
    }

    /** Waits for the end of the TLS handshake, which tells the protocol. */
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private final Server server;
        private final @Nullable Waiting own;

        Handshake(Server server, @Nullable Waiting own) {
            this.server = server;
            this.own = own;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    context.pipeline().remove(this);
                    String protocol = context.pipeline().get(SslHandler.class).applicationProtocol();
                    boolean h2 = ApplicationProtocolNames.HTTP_2.equals(protocol);
                    if (!h2 && version == HttpVersion.HTTP_2) {
                        context.close();
                        refused(server, own, new IllegalStateException("the server does not speak HTTP/2"));
                    } else {
                        connected(server, own, context.channel(), h2);
                    }
                } else {
                    context.close();
                    refused(server, own, handshake.cause());
                }
            }
            super.userEventTriggered(context, event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // The event that follows, or the end of the connection, tells it.
            context.close();
        }
    }

    private void connected(Server server, @Nullable Waiting own, Channel channel, boolean h2) {
        if (h2) {
            H2Connection shared = H2Connection.on(channel);
            server.shared.add(shared);
            server.connecting = false;
            for (Waiting next = server.waiting.poll(); next != null; next = server.waiting.poll()) {
                if (!next.exchange.isOver()) {
                    open(server.address, next.exchange, next.request);
                    if (server.connecting) {
                        return; // there was no room for all of them: the rest waits for the next connection
                    }
                }
            }
            return;
        }
        H1Connection connection = H1Connection.on(channel, idle -> server.idle.addLast(idle));
        if (own != null) {
            give(connection, own);
            return;
        }
        server.onlyH1 = true;
        server.connecting = false;
        Waiting first = server.waiting.poll();
        if (first == null) {
            channel.close();
            return;
        }
        give(connection, first);
        for (Waiting next = server.waiting.poll(); next != null; next = server.waiting.poll()) {
            open(server.address, next.exchange, next.request);
        }
    }

    private static void give(H1Connection connection, Waiting to) {
        if (to.exchange.isOver()) {
            connection.keep();
        } else {
            connection.begin(to.exchange, to.request);
        }
    }

    private static void refused(Server server, @Nullable Waiting own, Throwable cause) {
        String message = "no connection to " + server.address.authority();
        if (own != null) {
            own.exchange.failed(message, cause);
            return;
        }
        server.connecting = false;
        Deque<Waiting> all = new ArrayDeque<>(server.waiting);
        server.waiting.clear();
        for (Waiting each : all) {
            each.exchange.failed(message, cause);
        }
    }

    /** Closes all connections, for good; what is under way fails. */
    void close() {
        closed = true;
        for (Channel each : Set.copyOf(open)) {
            each.close();
        }
    }
}
