package io.runnel.s3proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * S3Proxy, a server of the S3 protocol under the Apache License 2.0, in a JVM of its own on a free port of the loopback
 * interface. Its conditional writes are atomic. It takes {@link #ACCESS_KEY} and {@link #SECRET_KEY}, and ends with this
 * JVM at the latest.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "test";
    public static final String SECRET_KEY = "test-secret";
    public static final String REGION = "us-east-1";

    private static final int ATTEMPTS = 3;
    private static final int START_SECONDS = 60;
    private static final int LOWEST_PORT = 20_000;
    private static final int LOWEST_OF_CONNECTIONS = 32_768;

    private final Process process;
    private final int port;
    private final Path files;
    private final Thread reaper = new Thread(this::kill, "s3proxy-reaper");

    private S3Server(Process process, int port, Path files) {
        this.process = process;
        this.port = port;
        this.files = files;
        Runtime.getRuntime().addShutdownHook(reaper);
    }

    /** A server whose objects are on its heap and go with it. */
    public static S3Server inMemory() {
        return start(Map.of("jclouds.provider", "transient-nio2"));
    }

    /** A server that keeps its objects below a directory. */
    public static S3Server in(Path directory) {
        return start(Map.of(
                "jclouds.provider",
                "filesystem-nio2",
                "jclouds.filesystem.basedir",
                directory.toAbsolutePath().toString()));
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a client finds it by: the environment variables that S3 clients have in common. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", SECRET_KEY,
                "AWS_REGION", REGION,
                "AWS_ENDPOINT_URL_S3", endpoint().toString());
    }

    /** Makes a bucket; fails if there is one. */
    public void createBucket(String bucket) {
        BucketRequest.create(endpoint(), bucket, ACCESS_KEY, SECRET_KEY);
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(reaper);
    }

    private void kill() {
        try {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            for (String file : List.of("properties", "logback.xml", "log")) {
                Files.deleteIfExists(files.resolve(file));
            }
            Files.deleteIfExists(files);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static S3Server start(Map<String, String> store) {
        for (int attempt = 1; ; attempt++) {
            try {
                S3Server server = launch(store);
                if (server.answers()) {
                    return server;
                }
                String log = Files.readString(server.files.resolve("log"));
                server.close();
                // Somebody else may have taken the port in between.
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("S3Proxy did not start:\n" + log);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static S3Server launch(Map<String, String> store) throws IOException {
        int port = freePort();
        Path files = Files.createTempDirectory("s3proxy");
        Files.writeString(files.resolve("properties"), properties(port, store));
        Files.writeString(files.resolve("logback.xml"), resource("logback.xml"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=4",
                        "-Dlogback.configurationFile=" + files.resolve("logback.xml"),
                        "-cp",
                        resource("class-path").strip(),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        files.resolve("properties").toString())
                .redirectErrorStream(true)
                .redirectOutput(files.resolve("log").toFile())
                .start();
        return new S3Server(process, port, files);
    }

    private static String properties(int port, Map<String, String> store) {
        String common = """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.identity=unused
                jclouds.credential=unused
                """.formatted(port, ACCESS_KEY, SECRET_KEY);
        return store.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining("", common, ""));
    }

    private static String resource(String name) throws IOException {
        try (@Nullable InputStream in = S3Server.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing: build the module s3proxy with Maven");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** None of those that systems give to connections that go out: one of them could be gone before the server listens. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OF_CONNECTIONS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // It is taken: another one.
            }
        }
    }

    /** Waits until it takes connections; false if it has ended. */
    private boolean answers() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return process.isAlive();
            } catch (IOException refused) {
                try {
                    if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return false;
    }
}
