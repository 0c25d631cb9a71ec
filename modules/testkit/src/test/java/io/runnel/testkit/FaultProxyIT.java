package io.runnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyIT {
    private static final int SILENCE_MILLIS = 100;

    private final byte[] data = new byte[200_000];
    private Set<Thread> before;
    private Echo echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(data);
        before = Threads.now();
        echo = Echo.start();
        proxy = FaultProxy.recordingBefore(echo.endpoint());
    }

    @AfterEach
    void leavesNoThreadBehind() throws Exception {
        echo.close();
        proxy.close();
        assertThat(proxy.openConnections()).isZero();
        Eventually.holds(() -> assertThat(Threads.besides(before)).isEmpty());
    }

    @Test
    void passesEveryByteOnAndTheEndToo() throws Exception {
        try (Socket client = connect()) {
            send(client, data);
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(data);
        }
        assertThat(proxy.bytes(0, Direction.TO_SERVER)).isEqualTo(data);
        assertThat(proxy.passed(Direction.TO_CLIENT)).isEqualTo(data.length);
        Eventually.holds(() -> assertThat(proxy.openConnections()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 65_536, 123_457})
    void resetsInPlaceOfTheByteThatIsPlanned(int at) throws Exception {
        proxy.plan(Fault.reset(Direction.TO_SERVER, at));
        try (Socket client = connect()) {
            assertThatThrownBy(() -> {
                        send(client, data);
                        client.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(SocketException.class);
        }
        assertThat(proxy.bytes(0, Direction.TO_SERVER)).isEqualTo(Arrays.copyOf(data, at));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 65_536, 123_457})
    void endsInPlaceOfTheByteThatIsPlanned(int at) throws Exception {
        proxy.plan(Fault.end(Direction.TO_CLIENT, at));
        try (Socket client = connect()) {
            send(client, data);

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(data, at));
            send(client, data); // is thrown away, and does no harm
        }
    }

    @Test
    void endsInGoodOrderWhileItWaitsForRoomToPassBytesOn() throws Exception {
        try (Socket client = connect()) {
            // What comes back is not read, so that soon nothing goes there any more.
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUnchecked(client, 200));
            Eventually.holds(() -> assertThat(proxy.passed(Direction.TO_SERVER)).isGreaterThan(1_000_000));

            proxy.end();

            assertThat(sending).succeedsWithin(Duration.ofSeconds(30));
            client.getInputStream().transferTo(OutputStream.nullOutputStream()); // ends, and is not reset
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 65_536, 123_457})
    void endsOneDirectionOnly(int at) throws Exception {
        proxy.plan(Fault.halfClose(Direction.TO_SERVER, at));
        try (Socket client = connect()) {
            send(client, data);

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(Arrays.copyOf(data, at));
        }
        assertThat(echo.received(0)).isEqualTo(Arrays.copyOf(data, at));
    }

    @Test
    void stallsAtTheByteThatIsPlannedUntilItIsToGoOn() throws Exception {
        proxy.plan(Fault.stall(Direction.TO_CLIENT, 10), Fault.reset(Direction.TO_CLIENT, 20));
        try (Socket client = connect()) {
            send(client, Arrays.copyOf(data, 100));
            assertThat(client.getInputStream().readNBytes(10)).isEqualTo(Arrays.copyOf(data, 10));
            assertSilent(client);

            proxy.resume();

            Eventually.holds(() -> assertThat(proxy.openConnections()).isZero());
            assertThat(proxy.bytes(0, Direction.TO_CLIENT)).isEqualTo(Arrays.copyOf(data, 20));
        }
    }

    @Test
    void plansForOneConnectionAfterTheOther() throws Exception {
        proxy.plan(Fault.end(Direction.TO_CLIENT, 3));
        proxy.plan();
        proxy.planAll(Fault.end(Direction.TO_CLIENT, 5));

        assertThat(roundTrip(10)).isEqualTo(3);
        assertThat(roundTrip(10)).isEqualTo(10);
        assertThat(roundTrip(10)).isEqualTo(5);
        assertThat(roundTrip(10)).isEqualTo(5);
        proxy.restore();
        assertThat(roundTrip(10)).isEqualTo(10);
    }

    @Test
    void refusesNewConnectionsOnlyAndKeepsItsPort() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Socket client = connect()) {
                echoed(client);
                proxy.refuse();
                assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
                echoed(client);
            }
            proxy.accept();
            assertThat(roundTrip(10)).isEqualTo(10);
        }
    }

    @Test
    void resetsAndEndsWhatIsOpen() throws Exception {
        try (Socket client = connect()) {
            echoed(client);
            proxy.reset();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            echoed(client);
            proxy.end();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void holdsEverythingWhileItIsStalled() throws Exception {
        try (Socket client = connect()) {
            proxy.stall();
            send(client, Arrays.copyOf(data, 10));
            assertSilent(client);
            assertThat(echo.received(0)).isEmpty();

            proxy.resume();

            assertThat(client.getInputStream().readNBytes(10)).hasSize(10);
        }
    }

    @Test
    void isAsSlowAsItIsToldTo() throws Exception {
        proxy.delay(Duration.ofMillis(30));
        long began = System.nanoTime();
        assertThat(roundTrip(10)).isEqualTo(10);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(60));

        proxy.restore();
        proxy.throttle(100_000);
        began = System.nanoTime();
        assertThat(roundTrip(20_000)).isEqualTo(20_000);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void resetsTheClientWhenTheServerIsGone() throws Exception {
        // Not one on which somebody still accepts: a connection may slip in while it is being closed.
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        proxy.redirect(URI.create("http://127.0.0.1:" + nobody));
        try (Socket client = connect()) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void leadsNewConnectionsElsewhereWhenItIsRedirected() throws Exception {
        try (Socket client = connect();
                Echo other = Echo.start()) {
            echoed(client);
            proxy.redirect(other.endpoint());
            assertThat(roundTrip(10)).isEqualTo(10);
            echoed(client);

            assertThat(other.connections()).isEqualTo(1);
            assertThat(echo.connections()).isEqualTo(1);
        }
    }

    private Socket connect() throws IOException {
        Socket client =
                new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort());
        client.setSoTimeout(30_000);
        return client;
    }

    private static void send(Socket client, byte[] bytes) throws IOException {
        OutputStream out = client.getOutputStream();
        for (int sent = 0; sent < bytes.length; sent += 5000) {
            out.write(bytes, sent, Math.min(5000, bytes.length - sent));
        }
    }

    private void sendUnchecked(Socket client, int times) {
        try {
            for (int i = 0; i < times; i++) {
                send(client, data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void echoed(Socket client) throws IOException {
        send(client, Arrays.copyOf(data, 1));
        assertThat(client.getInputStream().read()).isEqualTo(data[0] & 0xff);
    }

    /** How many of so many bytes come back. */
    private int roundTrip(int count) throws IOException {
        try (Socket client = connect()) {
            send(client, Arrays.copyOf(data, count));
            client.shutdownOutput();
            return client.getInputStream().readAllBytes().length;
        }
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(30_000);
    }
}
