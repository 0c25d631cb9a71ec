package io.runnel.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a port of the loopback interface while nobody listens on it: connections are refused, and the port is not given to
 * anybody else meanwhile; not even to a client that tries to connect to it, and would then be talking to itself.
 */
final class HeldPort implements Closeable {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000;

    private final SocketChannel bound;

    private HeldPort(SocketChannel bound) {
        this.bound = bound;
    }

    /** Takes the port as soon as whoever listens on it has stopped. */
    static HeldPort take(int port) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                return bind(port);
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new UncheckedIOException("port " + port + " is still in use", e);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static HeldPort bind(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new HeldPort(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
