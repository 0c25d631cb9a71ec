package io.runnel.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** {@code runnel serve} in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
    /** Tests that need most of the machine, and several servers, come one after another. */
    static final String MACHINE = "machine";

    private static final Duration START = Duration.ofMinutes(3);
    private static final int LOWEST_PORT = 20_000;
    private static final int LOWEST_OF_CONNECTIONS = 32_768;
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        // Who breaks off a soak does not want its servers to live on.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final InetSocketAddress address;
    private final Path log;

    private ServerProcess(Process process, InetSocketAddress address, Path log) {
        this.process = process;
        ALIVE.add(process);
        this.address = address;
        this.log = log;
    }

    /** Starts it; {@link #awaitServing} tells when it serves. */
    static ServerProcess launch(List<String> options, Map<String, String> environment, Path log) {
        try {
            InetSocketAddress address = freeAddress();
            List<String> command = new ArrayList<>(ServerClasses.launcher());
            command.add("serve");
            command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(address.getPort())));
            command.addAll(options);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), address, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    void awaitServing() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/health"))
                .build();
        Eventually.within(START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server has ended:\n" + output());
            }
            try {
                assertThat(http.send(health, BodyHandlers.discarding()).statusCode())
                        .isEqualTo(200);
            } catch (IOException e) {
                throw new AssertionError("the server does not serve yet:\n" + output(), e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, as SIGKILL does. */
    void kill() {
        try {
            if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server cannot be killed");
            }
            ALIVE.remove(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets it stand still, as SIGSTOP does: what it has been sent waits. */
    void suspend() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no SIG" + name + " can be sent");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** None of those that systems give to connections that go out: one of them could be gone before the server listens. */
    private static InetSocketAddress freeAddress() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OF_CONNECTIONS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(socket.getInetAddress(), port);
            } catch (BindException e) {
                // It is taken: another one.
            }
        }
    }
}
