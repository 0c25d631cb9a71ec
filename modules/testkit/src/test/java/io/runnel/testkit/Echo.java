package io.runnel.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that sends back what it is sent, ends when it is told to, and remembers what it was sent. */
final class Echo implements AutoCloseable {
    private final ServerSocket server;
    private final List<ByteArrayOutputStream> received = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private Echo(ServerSocket server) {
        this.server = server;
    }

    static Echo start() throws IOException {
        Echo echo = new Echo(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        daemon(echo::accept);
        return echo;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What has come over a connection, counted from 0, so far. */
    byte[] received(int connection) {
        ByteArrayOutputStream bytes = received.get(connection);
        synchronized (bytes) {
            return bytes.toByteArray();
        }
    }

    int connections() {
        return received.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                sockets.add(socket);
                received.add(bytes);
                daemon(() -> serve(socket, bytes));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void serve(Socket socket, ByteArrayOutputStream bytes) {
        byte[] block = new byte[1000];
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                synchronized (bytes) {
                    bytes.write(block, 0, count);
                }
                socket.getOutputStream().write(block, 0, count);
            }
        } catch (IOException e) {
            // reset
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
