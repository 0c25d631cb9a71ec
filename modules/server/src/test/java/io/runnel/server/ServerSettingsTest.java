package io.runnel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.runnel.server.ServerSettings.Discard;
import io.runnel.server.ServerSettings.TlsMode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
    private static ServerSettings with(String overrides) {
        return ServerSettings.from(RunnelServer.configuration(ConfigFactory.parseString(overrides)));
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(with(""))
                .isEqualTo(new ServerSettings(
                        "0.0.0.0",
                        8080,
                        true,
                        TlsMode.NONE,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(9),
                        new Discard(16 << 20, Duration.ofSeconds(10), Duration.ofSeconds(1))));
    }

    @Test
    void filesAreTakenForTls() {
        ServerSettings settings = with("runnel.server.tls { mode = files, certificate = c.pem, key = k.pem }");
        assertThat(settings.certificate()).isEqualTo(Path.of("c.pem"));
        assertThat(settings.key()).isEqualTo(Path.of("k.pem"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port = 65536                                  | port must be 0 to 65535, was 65536",
                "port = -1                                     | port must be 0 to 65535, was -1",
                "tls.mode = maybe                              | must be none, self-signed or files, was maybe",
                "tls.mode = files                              | needs runnel.server.tls.certificate",
                "tls { mode = files, certificate = c }         | runnel.server.tls.key",
                "drain-grace = 10s                             | must not be below drain-grace, was PT9S and PT10S",
                "drain-grace = -1s                             | PT-1S",
                "discard.max-time = -1s                        | must not hold negative values"
            })
    void whatCannotBeIsRefusedByName(String setting, String message) {
        assertThatThrownBy(() -> with("runnel.server { " + setting + " }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runnel.server.")
                .hasMessageContaining(message);
    }

    @Test
    void aServerWithSuchSettingsDoesNotStart() {
        assertThatThrownBy(() -> RunnelServer.start(ConfigFactory.parseString("runnel.server.port = 70000")))
                .isInstanceOf(ServerStartException.class)
                .hasMessage("runnel.server.port must be 0 to 65535, was 70000");
        assertThatThrownBy(() -> RunnelServer.start(ConfigFactory.parseString("runnel.server.port = many")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("port has type STRING rather than NUMBER");
    }
}
