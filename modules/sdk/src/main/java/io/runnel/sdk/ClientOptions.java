package io.runnel.sdk;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a {@link RunnelClient} finds its servers and treats them. Immutable. */
public final class ClientOptions {
    final Endpoints endpoints;
    final AccessTokenProvider accessToken;
    final Duration connectTimeout;
    final Duration requestTimeout;
    final RetryPolicy retry;
    final BodyCompression compression;
    final HttpVersion httpVersion;
    final TlsOptions tls;
    final ClientMetrics metrics;
    final String userAgent;
    final @Nullable EncryptionKey encryptionKey;
    final int ioThreads;

    private ClientOptions(Builder from) {
        endpoints = from.endpoints;
        accessToken = from.accessToken;
        connectTimeout = from.connectTimeout;
        requestTimeout = from.requestTimeout;
        retry = from.retry;
        compression = from.compression;
        httpVersion = from.httpVersion;
        tls = from.tls;
        metrics = from.metrics;
        userAgent = from.userAgent;
        encryptionKey = from.encryptionKey;
        ioThreads = from.ioThreads;
    }

    /** Everything at its default: the hosted service's endpoints, and the token {@code ignored}. */
    public static Builder builder() {
        return new Builder();
    }

    /** From the environment of this process; see {@link #fromEnvironment(Map)}. */
    public static Builder fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * From the variables that the command line uses too: {@code S2_ACCESS_TOKEN}, {@code S2_ACCOUNT_ENDPOINT} and {@code
     * S2_BASIN_ENDPOINT} (both or none), {@code S2_COMPRESSION} ({@code gzip}, {@code zstd}), {@code S2_SSL_NO_VERIFY} ({@code
     * true}, {@code false}, {@code 1}, {@code 0}), {@code S2_ENCRYPTION_KEY} (base64). Empty ones count as absent.
     *
     * @throws IllegalArgumentException if the token is absent, only one endpoint is there, or a value is not understood
     */
    public static Builder fromEnvironment(Map<String, String> variables) {
        return Environment.options(variables);
    }

    /** Makes {@link ClientOptions}. Not thread-safe. */
    public static final class Builder {
        private Endpoints endpoints = Endpoints.HOSTED;
        private AccessTokenProvider accessToken = refresh -> CompletableFuture.completedFuture("ignored");
        private Duration connectTimeout = Duration.ofSeconds(3);
        private Duration requestTimeout = Duration.ofSeconds(5);
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private BodyCompression compression = BodyCompression.NONE;
        private HttpVersion httpVersion = HttpVersion.AUTO;
        private TlsOptions tls = TlsOptions.SYSTEM;
        private ClientMetrics metrics = ClientMetrics.NONE;
        private String userAgent = "runnel-sdk-java";
        private @Nullable EncryptionKey encryptionKey;
        private int ioThreads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

        private Builder() {}

        /** Where the servers are. */
        public Builder endpoints(Endpoints value) {
            endpoints = value;
            return this;
        }

        /** One address for everything, for example {@code http://localhost:8080}. */
        public Builder endpoint(String value) {
            return endpoints(Endpoints.of(value));
        }

        /** An access token that does not change. Never printed. */
        public Builder accessToken(String value) {
            CompletableFuture<String> token = CompletableFuture.completedFuture(Objects.requireNonNull(value));
            return accessToken(refresh -> token);
        }

        /** Where access tokens come from. */
        public Builder accessToken(AccessTokenProvider value) {
            accessToken = value;
            return this;
        }

        /** How long making a connection may take, TLS included. Default: 3 s. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = positive(value);
            return this;
        }

        /**
         * How long an answer may take: to a request, to the opening of a session, to each batch of an append session. A read that
         * waits for records has as much more. Default: 5 s.
         */
        public Builder requestTimeout(Duration value) {
            requestTimeout = positive(value);
            return this;
        }

        /** Default: {@link RetryPolicy#DEFAULT}. */
        public Builder retry(RetryPolicy value) {
            retry = value;
            return this;
        }

        /** Of bodies and frames from 1 KiB on, in both directions. Default: none. */
        public Builder compression(BodyCompression value) {
            compression = value;
            return this;
        }

        /** Default: {@link HttpVersion#AUTO}. */
        public Builder httpVersion(HttpVersion value) {
            httpVersion = value;
            return this;
        }

        /** Default: {@link TlsOptions#SYSTEM}. */
        public Builder tls(TlsOptions value) {
            tls = value;
            return this;
        }

        /** Who is told what the client does. Default: nobody. */
        public Builder metrics(ClientMetrics value) {
            metrics = value;
            return this;
        }

        /** What the client calls itself. */
        public Builder userAgent(String value) {
            userAgent = value;
            return this;
        }

        /** The key for all streams that are not given another one. Default: none. */
        public Builder encryptionKey(@Nullable EncryptionKey value) {
            encryptionKey = value;
            return this;
        }

        /** Threads for connections and sessions. Default: as many as there are processors, at most 4. */
        public Builder ioThreads(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("at least 1 thread, got " + value);
            }
            ioThreads = value;
            return this;
        }

        /** The options as they are set now. */
        public ClientOptions build() {
            return new ClientOptions(this);
        }

        private static Duration positive(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("a timeout is more than 0, got " + value);
            }
            return value;
        }
    }
}
