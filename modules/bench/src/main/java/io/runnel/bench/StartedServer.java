package io.runnel.bench;

import io.runnel.s3proxy.S3Server;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server process of a run's own, with its store beside it. Closing ends both and leaves nothing behind. */
final class StartedServer implements AutoCloseable {
    private static final String BUCKET = "bench";
    private static final int START_SECONDS = 120;
    private static final int STOP_SECONDS = 15;

    private final Deque<Closeable> toClose = new ArrayDeque<>();
    private @Nullable DelayingProxy far;
    private @Nullable ProcessBuilder launcher;
    private @Nullable Process process;
    private final int port;

    private StartedServer(int port) {
        this.port = port;
    }

    static StartedServer start(Software software, Store store) throws Exception {
        StartedServer server = new StartedServer(freePort());
        try {
            server.launch(software, store);
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    Endpoint endpoint() {
        return new Endpoint("127.0.0.1", port);
    }

    long pid() {
        return process == null ? 0 : process.pid();
    }

    /** PUT requests to the far store so far. */
    long puts() {
        return far == null ? 0 : far.puts();
    }

    private void launch(Software software, Store store) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        toClose.push(() -> delete(directory));
        List<String> command = new ArrayList<>(software.command());
        command.addAll(List.of("--port", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command);
        if (store == Store.LOCAL) {
            command.addAll(List.of("--local-root", directory.resolve("root").toString()));
        } else if (store != Store.MEMORY) {
            command.addAll(List.of("--bucket", BUCKET, "--path", "data"));
            builder.environment().putAll(s3(store, Files.createDirectory(directory.resolve("s3"))));
        }
        launcher = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        run(launcher);
    }

    private void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process started = builder.start();
        process = started;
        toClose.push(() -> end(started));
        awaitServing(started, builder.redirectOutput().file().toPath());
    }

    /**
     * Kills the server as a crash would, and starts it once more on what it left. Returns when it serves.
     *
     * @return nanoseconds since the start of the new process
     */
    long killAndRestart() throws IOException, InterruptedException {
        if (process == null || launcher == null) {
            throw new IllegalStateException("not started");
        }
        process.destroyForcibly().waitFor();
        long begun = System.nanoTime();
        run(launcher);
        return System.nanoTime() - begun;
    }

    private Map<String, String> s3(Store store, Path directory) throws IOException {
        S3Server s3 = S3Server.in(directory);
        toClose.push(s3::close);
        s3.createBucket(BUCKET);
        if (store == Store.S3) {
            return s3.environment();
        }
        DelayingProxy proxy = DelayingProxy.start(0, Endpoint.of(s3.endpoint().toString()), new StoreDelay(1));
        toClose.push(proxy::close);
        far = proxy;
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("AWS_ENDPOINT_URL_S3", proxy.endpoint().toString());
        return environment;
    }

    private void awaitServing(Process started, Path log) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest health =
                HttpRequest.newBuilder(endpoint().resolve("/health")).build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (started.isAlive() && System.nanoTime() < end) {
            try {
                // Not just a connection: one to a port that nobody listens on may end up with itself.
                if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException refused) {
                // not yet
            }
            started.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IllegalStateException("the server does not start:\n" + Files.readString(log));
    }

    private static void end(Process started) {
        started.destroy();
        started.onExit()
                .completeOnTimeout(started, STOP_SECONDS, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
        started.onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
