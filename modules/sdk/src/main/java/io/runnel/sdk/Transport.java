package io.runnel.sdk;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads and connections. */
@SuppressWarnings("FutureReturnValueIgnored") // of closing and writing: the end of the channel tells it
final class Transport {
    private static final long CLOSING_SECONDS = 6;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final EventLoopGroup group;
    private final Map<EventExecutor, Pool> pools = new HashMap<>();

    Transport(ClientOptions options) {
        group = new MultiThreadIoEventLoopGroup(
                options.ioThreads, remembered(new DefaultThreadFactory("runnel-sdk", true)), NioIoHandler.newFactory());
        // Making one takes its time: it reads all the authorities that the JVM trusts.
        SslContext tls = options.endpoints.secure() ? Tls.context(options.tls, options.httpVersion) : null;
        int connectMillis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, options.connectTimeout.toMillis()));
        for (EventExecutor each : group) {
            pools.put(each, new Pool((EventLoop) each, tls, options.httpVersion, connectMillis));
        }
    }

    private ThreadFactory remembered(ThreadFactory factory) {
        return task -> {
            Thread thread = factory.newThread(task);
            threads.add(thread);
            return thread;
        };
    }

    EventLoop nextLoop() {
        return group.next();
    }

    /** Sends a request; on the event loop that the exchange is to live on. */
    Exchange open(EventLoop loop, Address to, HttpRequest request, ExchangeListener listener) {
        Exchange exchange = new Exchange(listener);
        Pool pool = pools.get(loop);
        if (pool == null) {
            throw new IllegalStateException("not a loop of this transport");
        }
        pool.open(to, exchange, request);
        return exchange;
    }

    /**
     * Closes all connections and ends all threads; returns when they have ended, or, on one of them, when that one alone has not.
     * Who is interrupted while waiting does not wait.
     */
    void close() {
        pools.forEach((loop, pool) -> loop.execute(pool::close));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSING_SECONDS);
        group.shutdownGracefully(0, CLOSING_SECONDS - 1, TimeUnit.SECONDS);
        // The group says that it has ended a little before its threads have.
        for (Thread each : threads) {
            if (!each.equals(Thread.currentThread()) && !ended(each, deadline - System.nanoTime())) {
                return;
            }
        }
    }

    private static boolean ended(Thread thread, long withinNanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, withinNanos);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
