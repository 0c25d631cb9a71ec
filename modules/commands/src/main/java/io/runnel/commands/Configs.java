package io.runnel.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.runnel.console.Durations;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.StreamConfig;
import org.jspecify.annotations.Nullable;

/** Configurations as results: tables for people, and for programs the JSON of the API. */
final class Configs {
    private static final String DEFAULT = "(default)";

    private Configs() {}

    static Table table(StreamConfig config) {
        return add(new Table("setting", "value"), "", config);
    }

    static Table table(BasinConfig config) {
        Table table = add(new Table("setting", "value"), "default_stream_config.", config.defaultStreamConfig());
        return table.row(
                        "stream_cipher",
                        config.streamCipher() == null ? "(none)" : StreamConfigOptions.name(config.streamCipher()))
                .row("create_stream_on_append", Boolean.toString(config.createStreamOnAppend()))
                .row("create_stream_on_read", Boolean.toString(config.createStreamOnRead()));
    }

    private static Table add(Table table, String prefix, StreamConfig config) {
        Long minAge = config.deleteOnEmptyMinAgeSeconds();
        return table.row(prefix + "storage_class", orDefault(config.storageClass()))
                .row(prefix + "retention_policy", retention(config.retention()))
                .row(
                        prefix + "timestamping.mode",
                        config.timestampingMode() == null
                                ? DEFAULT
                                : StreamConfigOptions.name(config.timestampingMode()))
                .row(prefix + "timestamping.uncapped", orDefault(config.uncapped()))
                .row(
                        prefix + "delete_on_empty.min_age",
                        minAge == null ? DEFAULT : minAge == 0 ? "never" : Durations.formatSeconds(minAge));
    }

    private static String orDefault(@Nullable Object value) {
        return value == null ? DEFAULT : value.toString();
    }

    private static String retention(@Nullable RetentionPolicy policy) {
        if (policy == null) {
            return DEFAULT;
        }
        return policy.infinite() ? "infinite" : Durations.formatSeconds(policy.ageSeconds());
    }

    static ObjectNode json(BasinConfig config) {
        ObjectNode json = Control.object();
        json.set("default_stream_config", json(config.defaultStreamConfig()));
        json.put(
                "stream_cipher",
                config.streamCipher() == null ? null : StreamConfigOptions.name(config.streamCipher()));
        json.put("create_stream_on_append", config.createStreamOnAppend());
        return json.put("create_stream_on_read", config.createStreamOnRead());
    }

    static ObjectNode json(StreamConfig config) {
        ObjectNode json = Control.object();
        json.put("storage_class", config.storageClass());
        RetentionPolicy retention = config.retention();
        if (retention == null) {
            json.putNull("retention_policy");
        } else if (retention.infinite()) {
            json.putObject("retention_policy").putObject("infinite");
        } else {
            json.putObject("retention_policy").set("age", U64.json(retention.ageSeconds()));
        }
        json.putObject("timestamping")
                .put(
                        "mode",
                        config.timestampingMode() == null ? null : StreamConfigOptions.name(config.timestampingMode()))
                .put("uncapped", config.uncapped());
        Long minAge = config.deleteOnEmptyMinAgeSeconds();
        json.putObject("delete_on_empty").set("min_age_secs", minAge == null ? null : U64.json(minAge));
        return json;
    }
}
