package io.runnel.testkit;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection of a client, and the one to the server that it goes on in; a thread for each direction. */
final class ProxiedConnection {
    private final Socket client;
    private final Socket server;
    private final Pump toServer;
    private final Pump toClient;
    private final Switches switches;
    private final boolean keepsBytes;
    private final Consumer<ProxiedConnection> closed;
    private final AtomicInteger open = new AtomicInteger(2);
    private final List<Thread> threads;
    private volatile boolean over;

    /** @param closed called once, when both sockets are */
    ProxiedConnection(
            Socket client,
            Socket server,
            List<Fault> plan,
            Switches switches,
            boolean keepsBytes,
            Consumer<ProxiedConnection> closed) {
        this.client = client;
        this.server = server;
        this.switches = switches;
        this.keepsBytes = keepsBytes;
        this.closed = closed;
        this.toServer = new Pump(client, server, of(plan, Direction.TO_SERVER), this, switches);
        this.toClient = new Pump(server, client, of(plan, Direction.TO_CLIENT), this, switches);
        this.threads = List.of(thread(toServer, "to-server"), thread(toClient, "to-client"));
    }

    private static List<Fault> of(List<Fault> plan, Direction direction) {
        return plan.stream().filter(fault -> fault.direction() == direction).toList();
    }

    private static Thread thread(Pump pump, String name) {
        Thread thread = new Thread(pump, "runnel-fault-proxy-" + name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    Pump pump(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    boolean keepsBytes() {
        return keepsBytes;
    }

    /** Whether nothing is to be passed on any more, in whatever direction. */
    boolean isOver() {
        return over;
    }

    /** Both sides are told that the other has closed. The threads go on to throw away what comes. */
    void end() {
        over = true;
        shutdownOutput(client);
        shutdownOutput(server);
        switches.wake();
    }

    void reset() {
        over = true;
        boolean first = open.getAndSet(0) > 0;
        abort(client);
        abort(server);
        switches.wake();
        if (first) {
            closed.accept(this);
        }
    }

    /** One direction has come to its end; with the second, the connection has. */
    void ended() {
        if (open.getAndUpdate(count -> Math.max(0, count - 1)) == 1) {
            over = true;
            close(client);
            close(server);
            closed.accept(this);
        }
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void shutdownOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    /** Closing is a reset when nothing may linger. */
    static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left of it, then.
        }
    }
}
