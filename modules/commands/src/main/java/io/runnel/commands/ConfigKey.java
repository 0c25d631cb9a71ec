package io.runnel.commands;

import io.runnel.sdk.Endpoints;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be set in the config file. */
enum ConfigKey {
    ACCOUNT_ENDPOINT,
    BASIN_ENDPOINT,
    COMPRESSION,
    SSL_NO_VERIFY,
    /** Never shown. */
    ACCESS_TOKEN;

    private static final int MAX_TOKEN_BYTES = 1 << 20;

    static final String HELP = "account_endpoint, basin_endpoint, compression (gzip, zstd, none), ssl_no_verify "
            + "(true, false) or access_token.";

    /** As the file has it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if the value is none for this key; it is not repeated if it is secret */
    void check(String value) {
        switch (this) {
            case ACCOUNT_ENDPOINT -> Endpoints.of(value);
            case BASIN_ENDPOINT -> new Endpoints(value.replace("{basin}.", ""), value);
            case COMPRESSION -> oneOf(value, List.of("gzip", "zstd", "none"));
            case SSL_NO_VERIFY -> oneOf(value, List.of("true", "false", "1", "0"));
            case ACCESS_TOKEN -> checkToken(value);
        }
    }

    private void oneOf(String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(key() + " is one of " + String.join(", ", allowed) + ", was " + value);
        }
    }

    static void checkToken(String token) {
        boolean good = !token.isEmpty() && token.length() <= MAX_TOKEN_BYTES;
        if (!good || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("an access token is ASCII without blanks, at most 1 MiB");
        }
    }

    /** From the command line. */
    static final class Converter implements ITypeConverter<ConfigKey> {
        @Override
        public ConfigKey convert(String text) {
            return Stream.of(values())
                    .filter(each -> each.key().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no setting '" + text + "': " + HELP));
        }
    }
}
