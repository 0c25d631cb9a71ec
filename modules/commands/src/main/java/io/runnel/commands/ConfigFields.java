package io.runnel.commands;

import io.runnel.console.Durations;
import io.runnel.sdk.AccessTokenInfo;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.ReadWrite;
import io.runnel.sdk.ResourceSet;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.TimestampingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Configurations as paths and values, texts or booleans, for people to compare. What is unset has no path. */
final class ConfigFields {
    /** What a server does with a stream when nobody says anything; the storage class is the server's choice. */
    static final StreamConfig SYSTEM_DEFAULT = StreamConfig.DEFAULT
            .withRetention(RetentionPolicy.age(Duration.ofDays(7).toSeconds()))
            .withTimestampingMode(TimestampingMode.CLIENT_PREFER)
            .withUncapped(false)
            .withDeleteOnEmptyMinAgeSeconds(0L);

    private static final String STREAM_DEFAULTS = "default_stream_config.";

    private ConfigFields() {}

    static Map<String, Object> of(BasinConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        of(config.defaultStreamConfig()).forEach((path, value) -> fields.put(STREAM_DEFAULTS + path, value));
        put(fields, "stream_cipher", config.streamCipher() == null ? null : wireName(config.streamCipher()));
        put(fields, "create_stream_on_append", config.createStreamOnAppend());
        put(fields, "create_stream_on_read", config.createStreamOnRead());
        return fields;
    }

    static Map<String, Object> of(StreamConfig config) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "storage_class", config.storageClass());
        put(fields, "retention_policy", config.retention() == null ? null : text(config.retention()));
        put(
                fields,
                "timestamping.mode",
                config.timestampingMode() == null ? null : wireName(config.timestampingMode()));
        put(fields, "timestamping.uncapped", config.uncapped());
        Long age = config.deleteOnEmptyMinAgeSeconds();
        put(fields, "delete_on_empty.min_age", age == null ? null : Durations.formatSeconds(age));
        return fields;
    }

    static Map<String, Object> of(AccessTokenInfo token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "expires_at", token.expiresAt());
        put(fields, "auto_prefix_streams", token.autoPrefixStreams());
        put(fields, "scope.basins", text(token.scope().basins()));
        put(fields, "scope.streams", text(token.scope().streams()));
        put(fields, "scope.access_tokens", text(token.scope().accessTokens()));
        put(fields, "scope.op_groups.account", text(token.scope().account()));
        put(fields, "scope.op_groups.basin", text(token.scope().basin()));
        put(fields, "scope.op_groups.stream", text(token.scope().stream()));
        put(
                fields,
                "scope.ops",
                token.scope().operations().stream()
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(",")));
        return fields;
    }

    /** The first, with what it leaves out taken from the second. */
    static StreamConfig orElse(StreamConfig config, StreamConfig other) {
        return new StreamConfig(
                config.storageClass() != null ? config.storageClass() : other.storageClass(),
                config.retention() != null ? config.retention() : other.retention(),
                config.timestampingMode() != null ? config.timestampingMode() : other.timestampingMode(),
                config.uncapped() != null ? config.uncapped() : other.uncapped(),
                config.deleteOnEmptyMinAgeSeconds() != null
                        ? config.deleteOnEmptyMinAgeSeconds()
                        : other.deleteOnEmptyMinAgeSeconds());
    }

    /** As JSON and command lines have it. */
    static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(RetentionPolicy retention) {
        return retention.infinite() ? "infinite" : Durations.formatSeconds(retention.ageSeconds());
    }

    private static String text(ResourceSet names) {
        if (names.exact()) {
            return names.value().isEmpty() ? "none" : names.value();
        }
        return names.value() + "*";
    }

    private static String text(ReadWrite rights) {
        return (rights.read() ? "r" : "") + (rights.write() ? "w" : "");
    }

    private static void put(Map<String, Object> fields, String path, @Nullable Object value) {
        if (value != null) {
            fields.put(path, value);
        }
    }
}
