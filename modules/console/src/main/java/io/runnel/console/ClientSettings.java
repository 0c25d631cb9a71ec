package io.runnel.console;

import io.runnel.sdk.BodyCompression;
import io.runnel.sdk.ClientOptions;
import io.runnel.sdk.Endpoints;
import io.runnel.sdk.TlsOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command connects, and how: an option beats a variable of the environment, which beats the config file. With nothing
 * set, it is the server that {@code runnel serve} starts on this machine.
 *
 * @param tokenSource in words, for failures
 */
public record ClientSettings(
        Endpoints endpoints,
        String accessToken,
        String tokenSource,
        BodyCompression compression,
        boolean acceptAnyCertificate) {
    /** What {@code runnel serve} listens on by default. */
    public static final String LOCAL = "http://127.0.0.1:8080";

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** @throws CommandFailure if a value is not understood */
    static ClientSettings of(Environment environment, @Nullable String endpoint) {
        Sources sources = new Sources(environment, ConfigFile.of(environment).read());
        String token = sources.value("S2_ACCESS_TOKEN", "access_token");
        return new ClientSettings(
                endpoints(environment, sources, endpoint),
                token == null ? "ignored" : token,
                token == null ? "none was set" : sources.origin("S2_ACCESS_TOKEN", "access_token"),
                compression(sources),
                sources.flag("S2_SSL_NO_VERIFY", "ssl_no_verify"));
    }

    /** Options for a client that behaves so. */
    public ClientOptions.Builder toOptions(String version) {
        return ClientOptions.builder()
                .endpoints(endpoints)
                .accessToken(accessToken)
                .compression(compression)
                .tls(acceptAnyCertificate ? TlsOptions.ACCEPT_ANY : TlsOptions.SYSTEM)
                .requestTimeout(REQUEST_TIMEOUT)
                .userAgent("runnel-cli/" + version);
    }

    private static Endpoints endpoints(Environment environment, Sources sources, @Nullable String endpoint) {
        if (endpoint != null) {
            return checked(endpoint, endpoint, "--endpoint");
        }
        String account = sources.value("S2_ACCOUNT_ENDPOINT", "account_endpoint");
        String basin = sources.value("S2_BASIN_ENDPOINT", "basin_endpoint");
        if (account != null && basin != null) {
            return checked(account, basin, "S2_ACCOUNT_ENDPOINT and S2_BASIN_ENDPOINT");
        }
        if (account != null || basin != null) {
            environment
                    .err()
                    .println("warning: only one of S2_ACCOUNT_ENDPOINT and S2_BASIN_ENDPOINT is set, neither is used");
        }
        return Endpoints.of(LOCAL);
    }

    private static Endpoints checked(String account, String basin, String origin) {
        try {
            return new Endpoints(account, basin);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    origin + ": " + e.getMessage(),
                    "An endpoint looks like " + LOCAL + " or https://streams.example.com.");
        }
    }

    private static BodyCompression compression(Sources sources) {
        String name = sources.value("S2_COMPRESSION", "compression");
        if (name == null) {
            return BodyCompression.NONE;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "none" -> BodyCompression.NONE;
            case "gzip" -> BodyCompression.GZIP;
            case "zstd" -> BodyCompression.ZSTD;
            default ->
                throw new CommandFailure(
                        sources.origin("S2_COMPRESSION", "compression") + " must be gzip, zstd or none, was " + name);
        };
    }

    /** Not the token. */
    @Override
    public String toString() {
        return "ClientSettings[" + endpoints + ", " + compression + "]";
    }

    private record Sources(Environment environment, Map<String, String> file) {
        @Nullable
        String value(String variable, String key) {
            String value = environment.get(variable);
            return value != null ? value : file.get(key);
        }

        String origin(String variable, String key) {
            return environment.get(variable) != null
                    ? variable
                    : key + " in " + ConfigFile.of(environment).path();
        }

        boolean flag(String variable, String key) {
            String value = value(variable, key);
            if (value == null) {
                return false;
            }
            return switch (value) {
                case "1", "true" -> true;
                case "0", "false" -> false;
                default -> throw new CommandFailure(origin(variable, key) + " must be true or false, was " + value);
            };
        }
    }
}
