package io.runnel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class TestServerIT {
    @Test
    void keepsPortAndDataAcrossARestart() throws Exception {
        try (TestServer server = TestServer.start();
                TestBasin basin = server.newBasin()) {
            URI endpoint = server.endpoint();
            assertThat(Wire.append(basin, "orders", "kept").status()).isEqualTo(200);

            server.restart(TestServer.Data.KEPT);

            assertThat(server.endpoint()).isEqualTo(endpoint);
            assertThat(Wire.read(basin, "orders").body()).contains("kept");
            server.restart(TestServer.Data.KEPT);
            assertThat(Wire.read(basin, "orders").body()).contains("kept");
        }
    }

    @Test
    void beginsAnewWhenItsDataIsLost() throws Exception {
        try (TestServer server = TestServer.start();
                TestBasin basin = server.newBasin()) {
            assertThat(Wire.append(basin, "orders", "lost").status()).isEqualTo(200);

            server.restart(TestServer.Data.LOST);

            assertThat(Wire.read(basin, "orders").status()).isEqualTo(404);
            basin.createAgain();
            assertThat(Wire.read(basin, "orders").status()).isEqualTo(416);
        }
    }

    @Test
    void servesTlsIfItIsToldTo() {
        try (TestServer server = TestServer.start("runnel.server.tls.mode = self-signed");
                TestBasin basin = server.newBasin()) {
            assertThat(basin.endpoint()).hasScheme("https");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Set<Thread> before = Threads.now();
        URI endpoint;
        try (TestServer server = TestServer.start();
                TestBasin basin = server.newBasin()) {
            endpoint = server.endpoint();
            Wire.append(basin, "orders", "one");
            server.restart(TestServer.Data.KEPT);
            Wire.append(basin, "orders", "two");
        }
        Eventually.holds(() -> assertThat(Threads.besides(before)).isEmpty());
        Assertions.assertThatThrownBy(() -> Wire.health(endpoint)).isInstanceOf(ConnectException.class);
    }
}
