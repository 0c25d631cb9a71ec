package io.runnel.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.runnel.sdk.Await;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.ConnectionException;
import io.runnel.sdk.HttpVersion;
import io.runnel.sdk.RetryPolicy;
import io.runnel.sdk.RunnelClient;
import io.runnel.sdk.TlsOptions;
import io.runnel.testkit.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client talks to servers whose certificate was issued by an authority that it trusts, for the name it knows them by. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TlsIT {
    private PrivateAuthority authority;
    private PrivateAuthority other;
    private TestServer server;
    private TestServer misnamed;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        directory = shared;
        authority = PrivateAuthority.in(Files.createDirectory(shared.resolve("one")));
        other = PrivateAuthority.in(Files.createDirectory(shared.resolve("other")));
        server = TestServer.start(authority.serverSettings("server", "dns:localhost,ip:127.0.0.1"));
        misnamed = TestServer.start(authority.serverSettings("misnamed", "dns:elsewhere.example"));
    }

    @AfterAll
    void stop() {
        server.close();
        misnamed.close();
    }

    private static String call(TestServer server, TlsOptions tls, HttpVersion version) throws Exception {
        try (RunnelClient client = RunnelClient.create(ClientOptions.builder()
                .endpoint("https://127.0.0.1:" + server.endpoint().getPort())
                .tls(tls)
                .httpVersion(version)
                .connectTimeout(Duration.ofMinutes(1))
                .requestTimeout(Duration.ofMinutes(1))
                .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                .build())) {
            return Await.result(client.ensureBasin("basin-by-tls", BasinConfig.DEFAULT))
                    .info()
                    .name();
        }
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void anAuthorityThatIsTrustedIsEnough(HttpVersion version) throws Exception {
        assertThat(call(server, TlsOptions.trusting(authority.certificate()), version))
                .isEqualTo("basin-by-tls");
        assertThat(call(server, TlsOptions.trusting(authority.trustStore()), version))
                .isEqualTo("basin-by-tls");
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void withoutItTheServerIsRefused(HttpVersion version) throws Exception {
        assertRefused(server, TlsOptions.SYSTEM, version);
        assertRefused(server, TlsOptions.trusting(other.certificate()), version);
        assertRefused(server, TlsOptions.trusting(other.trustStore()), version);
    }

    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void aCertificateForAnotherNameIsRefused(HttpVersion version) throws Exception {
        assertRefused(misnamed, TlsOptions.trusting(authority.certificate()), version);
        assertRefused(misnamed, TlsOptions.trusting(authority.trustStore()), version);
    }

    @Test
    void whoAcceptsAnyAcceptsAll() throws Exception {
        assertThat(call(server, TlsOptions.ACCEPT_ANY, HttpVersion.AUTO)).isEqualTo("basin-by-tls");
        assertThat(call(misnamed, TlsOptions.ACCEPT_ANY, HttpVersion.AUTO)).isEqualTo("basin-by-tls");
    }

    @Test
    void certificatesThatAreNoneAreNoticedWhenTheClientIsMade() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "no certificate");
        assertThatThrownBy(() -> call(server, TlsOptions.trusting(empty), HttpVersion.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> call(server, TlsOptions.trusting(directory.resolve("absent.pem")), HttpVersion.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(TestServer server, TlsOptions tls, HttpVersion version) {
        ConnectionException refused = catchThrowableOfType(ConnectionException.class, () -> call(server, tls, version));
        assertThat(refused).hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(refused.hasNoSideEffects()).isTrue();
    }
}
