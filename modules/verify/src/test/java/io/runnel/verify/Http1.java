package io.runnel.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 over a bare socket: what is written goes out as it is, requests may be pipelined, and answers are read while
 * requests are still being sent.
 */
final class Http1 implements Connection {
    private static final Logger log = LoggerFactory.getLogger(Http1.class);

    private final Socket socket;
    private final OutputStream out;
    private final String host;
    private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Answer> unasked = new LinkedBlockingQueue<>();
    private final Answer connection = new Answer();
    private final Semaphore gate = new Semaphore(1);

    private record Pending(String method, Answer answer) {}

    private Http1(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.host = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
        Thread reader = new Thread(this::read, "http1-reader");
        reader.setDaemon(true);
        reader.start();
    }

    static Http1 connect(InetSocketAddress server) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(server, 5_000);
            return new Http1(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + server, e);
        }
    }

    @Override
    public Exchange send(Request request) {
        byte[] body = request.body();
        boolean framed = body == null || request.has("content-length") || request.has("transfer-encoding");
        Request sent = framed ? request : request.with("content-length: " + body.length);
        Pending asked = ask(sent);
        if (body != null) {
            raw(body);
        }
        return new Http1Exchange(this, asked.answer(), false);
    }

    @Override
    public Exchange open(Request request) {
        boolean counted = request.has("content-length");
        Pending asked = ask(counted ? request : request.with("transfer-encoding: chunked"));
        return new Http1Exchange(this, asked.answer(), !counted);
    }

    private Pending ask(Request request) {
        Pending asked = new Pending(request.method(), new Answer());
        pending.add(asked);
        StringBuilder head = new StringBuilder(request.method() + ' ' + request.target() + " HTTP/1.1\r\n");
        if (!request.has("host")) {
            head.append("host: ").append(host).append("\r\n");
        }
        request.headers().forEach(line -> head.append(line).append("\r\n"));
        raw(head.append("\r\n").toString());
        return asked;
    }

    /**
     * Sends bytes as they are; what a server that has closed no longer takes is lost. Answers that nobody asked for
     * otherwise are {@link #unasked}.
     */
    void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            log.debug("not sent: {}", e.toString());
        }
    }

    void raw(String text) {
        raw(text.getBytes(UTF_8));
    }

    /** The next answer to raw bytes, or null if the connection is closed before it. */
    @Nullable
    Response unasked() {
        try {
            Answer answer = unasked.poll(Answer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("neither an answer nor a closed connection");
            }
            return answer == connection ? null : Response.collect(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Closes the sending direction of TCP only, unless the server was faster to close. */
    void halfClose() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            connection.broken("closed before the half-close: " + e);
        }
    }

    /** Closes so that the server sees a reset. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the connection ended, from the reader's point of view. */
    String endedWith() {
        return connection.awaitEnd();
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gate.release();
    }

    void pause() {
        gate.acquireUninterruptibly();
    }

    void resume() {
        gate.release();
    }

    private void read() {
        String why = "connection closed";
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (readAnswer(in)) {}
        } catch (IOException | RuntimeException e) {
            why = "connection broken: " + e;
        }
        for (Pending asked : pending) {
            asked.answer().broken(why);
        }
        connection.broken(why);
        unasked.add(connection);
    }

    private boolean readAnswer(InputStream in) throws IOException {
        String statusLine = readLine(in);
        if (statusLine == null) {
            return false;
        }
        Pending asked = pending.peek();
        Answer answer = asked == null ? new Answer() : asked.answer();
        try {
            int status = status(statusLine);
            Headers headers = readHeaders(in);
            if (status < 200) {
                answer.interim(status);
                return true;
            }
            answer.head(status, headers);
            if (asked == null) {
                unasked.add(answer);
            }
            boolean bodiless = status == 204
                    || status == 304
                    || (asked != null && asked.method().equals("HEAD"));
            if (!bodiless) {
                readBody(in, headers, answer);
            }
            answer.finish();
        } catch (IOException e) {
            answer.broken("broken inside the answer: " + e);
            throw e;
        }
        pending.poll();
        return true;
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.1 [1-5]\\d\\d( .*)?")) {
            throw new IOException("not a status line: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Headers readHeaders(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine(in);
            if (line == null) {
                throw new EOFException("inside the head");
            }
            if (line.isEmpty()) {
                return new Headers(List.copyOf(lines));
            }
            lines.add(line);
        }
    }

    private void readBody(InputStream in, Headers headers, Answer answer) throws IOException {
        String length = headers.get("content-length");
        if (headers.members("transfer-encoding").contains("chunked")) {
            if (length != null) {
                throw new IOException("both chunked and content-length");
            }
            readChunks(in, answer);
        } else if (length != null) {
            transfer(in, Long.parseLong(length), answer);
        } else {
            transfer(in, Long.MAX_VALUE, answer);
        }
    }

    private void readChunks(InputStream in, Answer answer) throws IOException {
        while (true) {
            String size = readLine(in);
            if (size == null) {
                throw new EOFException("between chunks");
            }
            long length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                readHeaders(in);
                return;
            }
            transfer(in, length, answer);
            if (!"".equals(readLine(in))) {
                throw new IOException("a chunk of another length than announced");
            }
        }
    }

    /** @param length as many bytes, or all there are if it is the largest number */
    private void transfer(InputStream in, long length, Answer answer) throws IOException {
        byte[] block = new byte[32 * 1024];
        long left = length;
        while (left > 0) {
            gate.acquireUninterruptibly();
            gate.release();
            int count = in.read(block, 0, (int) Math.min(block.length, left));
            if (count < 0) {
                if (length == Long.MAX_VALUE) {
                    return;
                }
                throw new EOFException("inside the body");
            }
            answer.data(block, 0, count);
            left -= count;
        }
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                throw new EOFException("inside a line");
            }
            if (next == '\n') {
                if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
                    throw new IOException("a line that does not end with CR LF");
                }
                return new String(line.substring(0, line.length() - 1).getBytes(ISO_8859_1), UTF_8);
            }
            line.append((char) next);
        }
    }
}
