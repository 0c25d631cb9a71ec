package io.runnel.sdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What variables of the environment say: {@link ClientOptions#fromEnvironment(Map)}. */
final class Environment {
    private Environment() {}

    static ClientOptions.Builder options(Map<String, String> variables) {
        ClientOptions.Builder builder = ClientOptions.builder();
        String token = value(variables, "S2_ACCESS_TOKEN");
        if (token == null) {
            throw new IllegalArgumentException("S2_ACCESS_TOKEN is not set");
        }
        builder.accessToken(token);
        String account = value(variables, "S2_ACCOUNT_ENDPOINT");
        String basin = value(variables, "S2_BASIN_ENDPOINT");
        if (account != null && basin != null) {
            builder.endpoints(new Endpoints(account, basin));
        } else if (account != null || basin != null) {
            throw new IllegalArgumentException(
                    "S2_ACCOUNT_ENDPOINT and S2_BASIN_ENDPOINT must be set both or not at all");
        }
        String compression = value(variables, "S2_COMPRESSION");
        if (compression != null) {
            builder.compression(compression(compression));
        }
        String noVerify = value(variables, "S2_SSL_NO_VERIFY");
        if (noVerify != null) {
            builder.tls(tls(noVerify));
        }
        String key = value(variables, "S2_ENCRYPTION_KEY");
        if (key != null) {
            builder.encryptionKey(EncryptionKey.ofBase64(key));
        }
        return builder;
    }

    private static BodyCompression compression(String name) {
        return switch (name) {
            case "none" -> BodyCompression.NONE;
            case "gzip" -> BodyCompression.GZIP;
            case "zstd" -> BodyCompression.ZSTD;
            default -> throw new IllegalArgumentException("S2_COMPRESSION is gzip or zstd, got " + name);
        };
    }

    private static TlsOptions tls(String noVerify) {
        return switch (noVerify) {
            case "true", "1" -> TlsOptions.ACCEPT_ANY;
            case "false", "0" -> TlsOptions.SYSTEM;
            default -> throw new IllegalArgumentException("S2_SSL_NO_VERIFY is true or false, got " + noVerify);
        };
    }

    private static @Nullable String value(Map<String, String> variables, String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
