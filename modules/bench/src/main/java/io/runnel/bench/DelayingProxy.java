package io.runnel.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in front of an object store and makes it as slow as one that is far away: each request waits half of its delay before
 * the store sees it, and after the store's answer what is left of the delay, so that the time the store takes itself is part of it. Messages pass unchanged, so signatures hold. A thread per connection; every request
 * opens a connection of its own to the store, for one that idles may be closed at any moment.
 */
final class DelayingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final Endpoint store;
    private final StoreDelay delay;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final LongAdder puts = new LongAdder();

    private DelayingProxy(ServerSocket server, Endpoint store, StoreDelay delay) {
        this.server = server;
        this.store = store;
        this.delay = delay;
    }

    /** @param port 0 for any free one */
    static DelayingProxy start(int port, Endpoint store, StoreDelay delay) throws IOException {
        ServerSocket server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
        DelayingProxy proxy = new DelayingProxy(server, store, delay);
        daemon("delaying-proxy", proxy::accept);
        return proxy;
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", server.getLocalPort());
    }

    /** PUT requests seen so far. */
    long puts() {
        return puts.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon("delaying-proxy-connection", () -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream(), 64 * 1024);
            OutputStream out = client.getOutputStream();
            for (HttpHead head = HttpHead.read(in::read); head != null; head = HttpHead.read(in::read)) {
                byte[] request = message(head, in, true);
                if (head.method().equals("PUT")) {
                    puts.increment();
                }
                long begun = System.nanoTime();
                long whole = (long) (delay.nextMillis() * 1e6);
                pauseUntil(begun + whole / 2);
                byte[] answer = askStore(head, request);
                pauseUntil(begun + whole);
                out.write(answer);
            }
        } catch (IOException e) {
            // Either side has gone away; closing the connection tells the client.
        } finally {
            open.remove(client);
        }
    }

    private byte[] askStore(HttpHead request, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(store.host(), store.port())) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(bytes);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            HttpHead head = HttpHead.read(in::read);
            if (head == null) {
                throw new IOException("the store closed the connection");
            }
            int status = head.status();
            boolean hasBody = !request.method().equals("HEAD") && status != 204 && status != 304;
            return message(head, in, hasBody);
        }
    }

    /** Head and body, as they came. */
    private static byte[] message(HttpHead head, InputStream in, boolean hasBody) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.raw());
        if (hasBody && head.chunked()) {
            int size;
            do {
                String line = line(in, message);
                size = Integer.parseInt(line.replaceAll(";.*", "").strip(), 16);
                message.writeBytes(exactly(in, size == 0 ? 0 : size + 2));
            } while (size > 0);
            while (!line(in, message).isEmpty()) {
                // trailers
            }
        } else if (hasBody) {
            message.writeBytes(exactly(in, (int) head.contentLength()));
        }
        return message.toByteArray();
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("a body ended early");
        }
        return bytes;
    }

    /** A line, without its end. */
    private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("a chunked body ended early");
            }
            copy.write(b);
            if (b != '\r') {
                line.append((char) b);
            }
        }
        copy.write('\n');
        return line.toString();
    }

    private static void pauseUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Closeable connection : open) {
            connection.close();
        }
    }
}
