package io.runnel.wire;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.Change;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import io.runnel.model.TimestampingMode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Configurations in request bodies: contract 4.3 as a whole, 4.4 as a change. */
final class ConfigJson {
    private ConfigJson() {}

    static StreamOptions streamOptions(JsonReader json) throws IOException, BadRequestException {
        StreamFields fields = new StreamFields();
        json.object(name -> {
            switch (name) {
                case "storage_class" -> fields.storageClass = json.orNull(JsonReader::string);
                case "retention_policy" -> fields.retention = json.orNull(ConfigJson::retention);
                case "timestamping" -> {
                    if (!json.isNull()) {
                        json.object(inner -> {
                            switch (inner) {
                                case "mode" -> fields.mode = json.orNull(ConfigJson::mode);
                                case "uncapped" -> fields.uncapped = json.orNull(JsonReader::bool);
                                default -> {
                                    return false;
                                }
                            }
                            return true;
                        });
                    }
                }
                case "delete_on_empty" -> {
                    if (!json.isNull()) {
                        fields.minAgeSecs = 0L;
                        json.object(inner -> {
                            if (!inner.equals("min_age_secs")) {
                                return false;
                            }
                            fields.minAgeSecs = json.u64();
                            return true;
                        });
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new StreamOptions(
                fields.storageClass, fields.retention, fields.mode, fields.uncapped, fields.minAgeSecs);
    }

    static BasinConfig basinConfig(JsonReader json) throws IOException, BadRequestException {
        BasinFields fields = new BasinFields();
        json.object(name -> {
            switch (name) {
                case "default_stream_config" -> {
                    StreamOptions options = json.orNull(ConfigJson::streamOptions);
                    fields.options = options == null ? StreamOptions.NONE : options;
                }
                case "stream_cipher" -> fields.cipher = json.orNull(ConfigJson::cipher);
                case "create_stream_on_append" -> fields.onAppend = json.bool();
                case "create_stream_on_read" -> fields.onRead = json.bool();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new BasinConfig(fields.options, fields.cipher, fields.onAppend, fields.onRead);
    }

    static StreamReconfiguration streamReconfiguration(JsonReader json) throws IOException, BadRequestException {
        StreamChanges changes = new StreamChanges();
        json.object(name -> {
            switch (name) {
                case "storage_class" -> changes.storageClass = change(json, JsonReader::string);
                case "retention_policy" -> changes.retention = change(json, ConfigJson::retention);
                case "timestamping" -> {
                    if (json.isNull()) {
                        changes.mode = Change.clear();
                        changes.uncapped = Change.clear();
                    } else {
                        json.object(inner -> {
                            switch (inner) {
                                case "mode" -> changes.mode = change(json, ConfigJson::mode);
                                case "uncapped" -> changes.uncapped = change(json, JsonReader::bool);
                                default -> {
                                    return false;
                                }
                            }
                            return true;
                        });
                    }
                }
                case "delete_on_empty" -> {
                    if (json.isNull()) {
                        changes.minAgeSecs = Change.clear();
                    } else {
                        json.object(inner -> {
                            if (!inner.equals("min_age_secs")) {
                                return false;
                            }
                            changes.minAgeSecs = change(json, JsonReader::u64);
                            return true;
                        });
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new StreamReconfiguration(
                changes.storageClass, changes.retention, changes.mode, changes.uncapped, changes.minAgeSecs);
    }

    static BasinReconfiguration basinReconfiguration(JsonReader json) throws IOException, BadRequestException {
        BasinChanges changes = new BasinChanges();
        json.object(name -> {
            switch (name) {
                case "default_stream_config" -> {
                    StreamReconfiguration options = json.orNull(ConfigJson::streamReconfiguration);
                    changes.options = options == null ? StreamReconfiguration.CLEAR_ALL : options;
                }
                case "stream_cipher" -> changes.cipher = change(json, ConfigJson::cipher);
                case "create_stream_on_append" -> changes.onAppend = json.orNull(JsonReader::bool);
                case "create_stream_on_read" -> changes.onRead = json.orNull(JsonReader::bool);
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new BasinReconfiguration(changes.options, changes.cipher, changes.onAppend, changes.onRead);
    }

    private static <T> Change<T> change(JsonReader json, JsonReader.Part<T> part)
            throws IOException, BadRequestException {
        return json.isNull() ? Change.clear() : Change.set(part.read(json));
    }

    private static RetentionPolicy retention(JsonReader json) throws IOException, BadRequestException {
        RetentionPolicy[] found = new RetentionPolicy[1];
        json.object(true, name -> {
            if (found[0] != null) {
                throw json.defect("retention_policy takes exactly one of age and infinite");
            }
            switch (name) {
                case "age" -> found[0] = new RetentionPolicy.Age(json.u64());
                case "infinite" -> {
                    json.object(false, inner -> false);
                    found[0] = new RetentionPolicy.Infinite();
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (found[0] == null) {
            throw json.defect("retention_policy takes exactly one of age and infinite");
        }
        return found[0];
    }

    private static TimestampingMode mode(JsonReader json) throws IOException, BadRequestException {
        String text = json.string();
        for (TimestampingMode mode : TimestampingMode.values()) {
            if (mode.wireName().equals(text)) {
                return mode;
            }
        }
        throw json.defect(
                "unknown timestamping mode `" + text + "`, expected one of client-prefer, client-require, arrival");
    }

    private static StreamCipher cipher(JsonReader json) throws IOException, BadRequestException {
        String text = json.string();
        for (StreamCipher cipher : StreamCipher.values()) {
            if (cipher.wireName().equals(text)) {
                return cipher;
            }
        }
        throw json.defect("unknown stream cipher `" + text + "`, expected one of aegis-256, aes-256-gcm");
    }

    private static final class StreamFields {
        private @Nullable String storageClass;
        private @Nullable RetentionPolicy retention;
        private @Nullable TimestampingMode mode;
        private @Nullable Boolean uncapped;
        private @Nullable Long minAgeSecs;
    }

    private static final class BasinFields {
        private StreamOptions options = StreamOptions.NONE;
        private @Nullable StreamCipher cipher;
        private boolean onAppend;
        private boolean onRead;
    }

    private static final class StreamChanges {
        private Change<String> storageClass = Change.keep();
        private Change<RetentionPolicy> retention = Change.keep();
        private Change<TimestampingMode> mode = Change.keep();
        private Change<Boolean> uncapped = Change.keep();
        private Change<Long> minAgeSecs = Change.keep();
    }

    private static final class BasinChanges {
        private StreamReconfiguration options = StreamReconfiguration.NONE;
        private Change<StreamCipher> cipher = Change.keep();
        private @Nullable Boolean onAppend;
        private @Nullable Boolean onRead;
    }
}
