package io.runnel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, on a port of its own, and lets connections fail as ordered. It knows nothing of
 * HTTP: it passes bytes on.
 *
 * <p>There are three kinds of orders. <em>Switches</em> hold for all connections, open and new ones, until they are set
 * otherwise: {@link #refuse}, {@link #delay}, {@link #throttle}, {@link #stall}. <em>Strokes</em> hit the connections that are
 * open at this moment: {@link #reset}, {@link #end}. <em>Plans</em> say what is to happen to the next connection, to the byte:
 * {@link #plan}. {@link #restore} undoes every order that has not been carried out.
 *
 * <p>Safe for use by any thread. Each connection has two threads, which have ended when {@link #close} returns.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final String scheme;
    private final int port;
    private final boolean keepsBytes;
    private final Switches switches = new Switches();
    private final Queue<List<Fault>> plans = new ArrayDeque<>();
    private final List<ProxiedConnection> all = new ArrayList<>();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private volatile InetSocketAddress server;
    private List<Fault> standingPlan = List.of();
    private @Nullable Listener listener;
    private @Nullable HeldPort held;
    private boolean closed;

    private FaultProxy(URI server, boolean keepsBytes) throws IOException {
        this.server = address(server);
        this.scheme = server.getScheme();
        this.keepsBytes = keepsBytes;
        this.listener = listen(0);
        this.port = listener.socket.getLocalPort();
    }

    /**
     * Starts a proxy before a server.
     *
     * @param server its scheme, host and port
     */
    public static FaultProxy before(URI server) {
        return start(server, false);
    }

    /** Starts a proxy that keeps every byte it passes on, so that a test can find out where to strike: see {@link #bytes}. */
    public static FaultProxy recordingBefore(URI server) {
        return start(server, true);
    }

    private static FaultProxy start(URI server, boolean keepsBytes) {
        try {
            return new FaultProxy(server, keepsBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress address(URI server) {
        return new InetSocketAddress(server.getHost(), server.getPort());
    }

    /**
     * Lets new connections go to another server from now on: one that has moved, or taken over.
     *
     * @param other its host and port; its scheme must be the same
     */
    public void redirect(URI other) {
        server = address(other);
    }

    /** Where clients find it; the scheme is the server's. */
    public URI endpoint() {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    /** Refuses new connections from now on, as if nobody listened; open ones go on, but one that is just being made is reset. */
    public synchronized void refuse() {
        if (listener != null) {
            listener.close();
            listener = null;
            held = HeldPort.take(port);
        }
    }

    /** Accepts new connections again, on the same port. */
    public synchronized void accept() {
        if (listener == null && !closed) {
            try {
                listener = relisten();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lets every piece of at most 64 KiB be so late, in each direction; {@link Duration#ZERO} ends it. */
    public void delay(Duration delay) {
        switches.delay(delay.toNanos());
    }

    /**
     * Lets no more bytes pass in a second, in each direction of each connection.
     *
     * @param bytesPerSecond 1 or more; {@link Long#MAX_VALUE} for any number
     */
    public void throttle(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("at least 1 byte a second must pass, got " + bytesPerSecond);
        }
        switches.throttle(bytesPerSecond);
    }

    /**
     * Lets nothing pass any more, in either direction; connections stay open, and new ones are accepted. What a sender's TCP
     * takes in meanwhile, some megabytes perhaps, counts as sent for the sender.
     */
    public void stall() {
        switches.stall();
    }

    /** Ends a {@link #stall}, and those that were planned ({@link Fault.Kind#STALL}): what waits is passed on. */
    public void resume() {
        switches.resume();
    }

    /** Resets all connections that are open (RST to both sides). */
    public void reset() {
        List.copyOf(open).forEach(ProxiedConnection::reset);
    }

    /** Ends all connections that are open in good order (FIN to both sides); what is still sent is thrown away. */
    public void end() {
        List.copyOf(open).forEach(ProxiedConnection::end);
    }

    /**
     * Plans what happens to the next connection for which nothing is planned yet: called twice, it plans for the next two.
     *
     * @param faults none to let that connection live
     */
    public synchronized void plan(Fault... faults) {
        plans.add(List.of(faults));
    }

    /** Plans what happens to every connection from now on for which nothing else is planned. */
    public synchronized void planAll(Fault... faults) {
        standingPlan = List.of(faults);
    }

    /** Back to passing everything on: accepts, does not delay, throttle or stall, and forgets all plans. */
    public synchronized void restore() {
        accept();
        switches.delay(0);
        switches.throttle(Long.MAX_VALUE);
        switches.resume();
        plans.clear();
        standingPlan = List.of();
    }

    /** Connections that are open. */
    public int openConnections() {
        return open.size();
    }

    /** Connections there have been, open ones included. */
    public synchronized int connections() {
        return all.size();
    }

    /** Bytes that have been passed on, over all connections there have been. */
    public synchronized long passed(Direction direction) {
        return all.stream()
                .mapToLong(connection -> connection.pump(direction).passed())
                .sum();
    }

    /**
     * What was passed on over one connection; empty unless the proxy records it ({@link #recordingBefore}).
     *
     * @param connection counted from 0, in the order in which they were made
     */
    public synchronized byte[] bytes(int connection, Direction direction) {
        return all.get(connection).pump(direction).bytes();
    }

    /** Resets what is open and stops; returns when all its threads have ended. */
    @Override
    public void close() {
        Listener listening;
        synchronized (this) {
            closed = true;
            listening = listener;
            listener = null;
            if (held != null) {
                held.close();
                held = null;
            }
        }
        try {
            if (listening != null) {
                listening.close();
                listening.thread.join();
            }
            reset();
            for (ProxiedConnection connection : connectionsSoFar()) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<ProxiedConnection> connectionsSoFar() {
        return List.copyOf(all);
    }

    private Listener relisten() throws IOException {
        try {
            return listen(port);
        } catch (IOException e) {
            // Only some systems let a port be listened on that is held.
            release();
            return listen(port);
        } finally {
            release();
        }
    }

    private void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }

    private Listener listen(int on) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Listener(socket);
    }

    private void serve(Socket client) {
        Socket behind = new Socket();
        try {
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            behind.connect(server);
        } catch (IOException e) {
            ProxiedConnection.abort(client);
            ProxiedConnection.abort(behind);
            return;
        }
        synchronized (this) {
            if (closed) {
                ProxiedConnection.abort(client);
                ProxiedConnection.abort(behind);
                return;
            }
            List<Fault> planned = plans.poll();
            ProxiedConnection connection = new ProxiedConnection(
                    client, behind, planned == null ? standingPlan : planned, switches, keepsBytes, open::remove);
            all.add(connection);
            open.add(connection);
            connection.start();
        }
    }

    /** Takes connections in, in a thread of its own. */
    private final class Listener {
        private final ServerSocket socket;
        private final Thread thread = new Thread(this::accept, "runnel-fault-proxy-accept");

        Listener(ServerSocket socket) {
            this.socket = socket;
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    serve(socket.accept());
                } catch (IOException e) {
                    return; // closed
                }
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
