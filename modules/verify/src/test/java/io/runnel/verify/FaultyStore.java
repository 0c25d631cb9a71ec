package io.runnel.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in front of an object store, and can let it fail: what is under way is cut off, wherever it is, and from
 * then on every request is answered with 503 or with a closed connection, in turns.
 */
final class FaultyStore implements AutoCloseable {
    private static final byte[] UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".getBytes(US_ASCII);

    private final ServerSocket server;
    private final InetSocketAddress store;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean failing;

    private FaultyStore(ServerSocket server, InetSocketAddress store) {
        this.server = server;
        this.store = store;
    }

    static FaultyStore before(URI store) throws IOException {
        ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        FaultyStore proxy = new FaultyStore(server, new InetSocketAddress(store.getHost(), store.getPort()));
        daemon(proxy::accept);
        return proxy;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void fail() throws IOException {
        failing = true;
        for (Closeable socket : open) {
            socket.close();
        }
    }

    void recover() {
        failing = false;
    }

    /** Requests that it has let fail, not counting those that were cut off. */
    long failed() {
        return failed.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (failing) {
                refuse(client);
                return;
            }
            try (Socket behind = new Socket(store.getAddress(), store.getPort())) {
                open.add(behind);
                daemon(() -> copy(behind, client));
                copy(client, behind);
                open.remove(behind);
            }
        } catch (IOException e) {
            // Either side has gone away; closing the connection tells the other.
        } finally {
            open.remove(client);
        }
    }

    private void refuse(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        int seen = 0;
        for (int b = in.read(); b >= 0 && seen < 4; b = in.read()) {
            seen = b == (seen % 2 == 0 ? '\r' : '\n') ? seen + 1 : 0;
            if (seen == 4) {
                break;
            }
        }
        if (failed.incrementAndGet() % 2 == 0) {
            client.getOutputStream().write(UNAVAILABLE);
        }
    }

    private static void copy(Socket from, Socket to) {
        byte[] block = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                out.write(block, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed, then.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-store");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
