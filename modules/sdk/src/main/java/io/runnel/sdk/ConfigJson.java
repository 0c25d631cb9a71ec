package io.runnel.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Configurations as JSON, both ways (contract 4.3, 4.4). */
final class ConfigJson {
    private ConfigJson() {}

    static ObjectNode of(StreamConfig config) {
        ObjectNode json = Json.object();
        if (config.storageClass() != null) {
            json.put("storage_class", config.storageClass());
        }
        if (config.retention() != null) {
            json.set("retention_policy", of(config.retention()));
        }
        if (config.timestampingMode() != null || config.uncapped() != null) {
            ObjectNode timestamping = json.putObject("timestamping");
            if (config.timestampingMode() != null) {
                timestamping.put("mode", config.timestampingMode().wireName());
            }
            if (config.uncapped() != null) {
                timestamping.put("uncapped", config.uncapped());
            }
        }
        if (config.deleteOnEmptyMinAgeSeconds() != null) {
            json.putObject("delete_on_empty").put("min_age_secs", Json.unsigned(config.deleteOnEmptyMinAgeSeconds()));
        }
        return json;
    }

    static ObjectNode of(BasinConfig config) {
        ObjectNode json = Json.object();
        if (!config.defaultStreamConfig().equals(StreamConfig.DEFAULT)) {
            json.set("default_stream_config", of(config.defaultStreamConfig()));
        }
        if (config.streamCipher() != null) {
            json.put("stream_cipher", config.streamCipher().wireName());
        }
        json.put("create_stream_on_append", config.createStreamOnAppend());
        json.put("create_stream_on_read", config.createStreamOnRead());
        return json;
    }

    private static ObjectNode of(RetentionPolicy retention) {
        ObjectNode json = Json.object();
        if (retention.infinite()) {
            json.putObject("infinite");
        } else {
            json.put("age", Json.unsigned(retention.ageSeconds()));
        }
        return json;
    }

    static ObjectNode of(StreamReconfiguration change) {
        ObjectNode json = Json.object();
        put(json, "storage_class", change.storageClass(), (name, value) -> json.put(name, value));
        put(json, "retention_policy", change.retention(), (name, value) -> json.set(name, of(value)));
        ObjectNode timestamping = Json.object();
        put(timestamping, "mode", change.timestampingMode(), (name, value) -> timestamping.put(name, value.wireName()));
        put(timestamping, "uncapped", change.uncapped(), (name, value) -> timestamping.put(name, value));
        if (!timestamping.isEmpty()) {
            json.set("timestamping", timestamping);
        }
        ObjectNode deletion = Json.object();
        put(
                deletion,
                "min_age_secs",
                change.deleteOnEmptyMinAgeSeconds(),
                (name, value) -> deletion.put(name, Json.unsigned(value)));
        if (!deletion.isEmpty()) {
            json.set("delete_on_empty", deletion);
        }
        return json;
    }

    static ObjectNode of(BasinReconfiguration change) {
        ObjectNode json = Json.object();
        put(json, "default_stream_config", change.defaultStreamConfig(), (name, value) -> json.set(name, of(value)));
        put(json, "stream_cipher", change.streamCipher(), (name, value) -> json.put(name, value.wireName()));
        putFlag(json, "create_stream_on_append", change.createStreamOnAppend());
        putFlag(json, "create_stream_on_read", change.createStreamOnRead());
        return json;
    }

    /** These two cannot be null everywhere (contract 4.4), and their default is known. */
    private static void putFlag(ObjectNode json, String name, Change<Boolean> change) {
        if (change instanceof Change.Set<Boolean> set) {
            json.put(name, set.value());
        } else if (change instanceof Change.Reset<Boolean>) {
            json.put(name, false);
        }
    }

    private static <T> void put(ObjectNode json, String name, Change<T> change, BiConsumer<String, T> set) {
        if (change instanceof Change.Set<T> value) {
            set.accept(name, value.value());
        } else if (change instanceof Change.Reset<T>) {
            json.putNull(name);
        }
    }

    static StreamConfig streamConfig(JsonNode json) {
        JsonNode timestamping = json.path("timestamping");
        JsonNode deletion = json.path("delete_on_empty");
        String mode = Json.textOrNull(timestamping, "mode");
        return new StreamConfig(
                Json.textOrNull(json, "storage_class"),
                retention(json.path("retention_policy")),
                mode == null ? null : TimestampingMode.of(mode),
                timestamping.hasNonNull("uncapped")
                        ? timestamping.get("uncapped").asBoolean()
                        : null,
                deletion.hasNonNull("min_age_secs") ? Json.u64(deletion, "min_age_secs") : null);
    }

    private static @Nullable RetentionPolicy retention(JsonNode json) {
        if (json.hasNonNull("age")) {
            return RetentionPolicy.age(Json.u64(json, "age"));
        }
        return json.has("infinite") ? RetentionPolicy.INFINITE : null;
    }

    static BasinConfig basinConfig(JsonNode json) {
        JsonNode streams = json.path("default_stream_config");
        return new BasinConfig(
                streams.isObject() ? streamConfig(streams) : StreamConfig.DEFAULT,
                cipher(json, "stream_cipher"),
                json.path("create_stream_on_append").asBoolean(),
                json.path("create_stream_on_read").asBoolean());
    }

    static BasinInfo basinInfo(JsonNode json) {
        return new BasinInfo(
                Json.text(json, "name"),
                Json.textOrNull(json, "location"),
                Json.instant(json, "created_at"),
                Json.instantOrNull(json, "deleted_at"));
    }

    static StreamInfo streamInfo(JsonNode json) {
        return new StreamInfo(
                Json.text(json, "name"),
                Json.instant(json, "created_at"),
                Json.instantOrNull(json, "deleted_at"),
                cipher(json, "cipher"));
    }

    private static @Nullable StreamCipher cipher(JsonNode json, String field) {
        String name = Json.textOrNull(json, field);
        return name == null ? null : StreamCipher.of(name);
    }
}
