package io.runnel.wire;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.ErrorCode;
import io.runnel.model.RetentionPolicy;
import io.runnel.model.StreamCipher;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.TimestampingMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file of basins and streams to ensure at start (contract 12). */
public record InitFile(List<Basin> basins) {
    private static final Pattern DURATION_PART = Pattern.compile("\\s*(\\d+)\\s*([a-zA-Z]+)\\s*");

    public InitFile {
        basins = List.copyOf(basins);
    }

    public record Basin(BasinName name, BasinConfig config, List<Stream> streams) {
        public Basin {
            streams = List.copyOf(streams);
        }
    }

    public record Stream(StreamName name, StreamOptions options) {}

    /** @throws BadRequestException with a message that says what is wrong, for people */
    public static InitFile parse(byte[] document) throws BadRequestException {
        return JsonReader.read(document, ErrorCode.BAD_JSON, "Invalid init file: ", true, json -> {
            List<Basin> basins = new ArrayList<>();
            Set<BasinName> names = new HashSet<>();
            json.object(false, name -> {
                if (!name.equals("basins")) {
                    return false;
                }
                json.array(each -> {
                    Basin basin = basin(json);
                    if (!names.add(basin.name())) {
                        throw json.defect("duplicate basin `" + basin.name() + "`");
                    }
                    return basins.add(basin);
                });
                return true;
            });
            return new InitFile(basins);
        });
    }

    private static Basin basin(JsonReader json) throws IOException, BadRequestException {
        BasinName[] name = new BasinName[1];
        BasinConfig[] config = {BasinConfig.DEFAULT};
        List<Stream> streams = new ArrayList<>();
        Set<StreamName> names = new HashSet<>();
        json.object(field -> {
            switch (field) {
                case "name" -> name[0] = new BasinName(json.string());
                case "config" -> {
                    BasinConfig given = json.orNull(InitFile::basinConfig);
                    config[0] = given == null ? BasinConfig.DEFAULT : given;
                }
                case "streams" ->
                    json.array(each -> {
                        Stream stream = stream(json);
                        if (!names.add(stream.name())) {
                            throw json.defect("duplicate stream `" + stream.name() + "`");
                        }
                        return streams.add(stream);
                    });
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (name[0] == null) {
            throw json.defect("a basin needs a `name`");
        }
        return new Basin(name[0], config[0], streams);
    }

    private static Stream stream(JsonReader json) throws IOException, BadRequestException {
        StreamName[] name = new StreamName[1];
        StreamOptions[] options = {StreamOptions.NONE};
        json.object(field -> {
            switch (field) {
                case "name" -> name[0] = new StreamName(json.string());
                case "config" -> {
                    StreamOptions given = json.orNull(InitFile::streamOptions);
                    options[0] = given == null ? StreamOptions.NONE : given;
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (name[0] == null) {
            throw json.defect("a stream needs a `name`");
        }
        return new Stream(name[0], options[0]);
    }

    private static BasinConfig basinConfig(JsonReader json) throws IOException, BadRequestException {
        StreamOptions[] options = {StreamOptions.NONE};
        StreamCipher[] cipher = new StreamCipher[1];
        boolean[] create = new boolean[2];
        json.object(field -> {
            switch (field) {
                case "default_stream_config" -> {
                    StreamOptions given = json.orNull(InitFile::streamOptions);
                    options[0] = given == null ? StreamOptions.NONE : given;
                }
                case "stream_cipher" -> {
                    String text = json.orNull(JsonReader::string);
                    cipher[0] = text == null ? null : oneOf(json, StreamCipher.values(), StreamCipher::wireName, text);
                }
                case "create_stream_on_append" -> create[0] = json.bool();
                case "create_stream_on_read" -> create[1] = json.bool();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new BasinConfig(options[0], cipher[0], create[0], create[1]);
    }

    private static StreamOptions streamOptions(JsonReader json) throws IOException, BadRequestException {
        @Nullable Object[] values = new Object[5];
        json.object(field -> {
            switch (field) {
                case "storage_class" -> values[0] = json.orNull(JsonReader::string);
                case "retention_policy" -> values[1] = json.orNull(InitFile::retention);
                case "timestamping" -> {
                    if (!json.isNull()) {
                        json.object(inner -> {
                            switch (inner) {
                                case "mode" -> {
                                    String text = json.orNull(JsonReader::string);
                                    values[2] = text == null
                                            ? null
                                            : oneOf(json, TimestampingMode.values(), TimestampingMode::wireName, text);
                                }
                                case "uncapped" -> values[3] = json.orNull(JsonReader::bool);
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
                        json.object(inner -> {
                            if (!inner.equals("min_age")) {
                                return false;
                            }
                            String text = json.orNull(JsonReader::string);
                            values[4] = text == null ? null : seconds(json, text);
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
                (String) values[0],
                (RetentionPolicy) values[1],
                (TimestampingMode) values[2],
                (Boolean) values[3],
                (Long) values[4]);
    }

    private static RetentionPolicy retention(JsonReader json) throws IOException, BadRequestException {
        String text = json.string();
        if (text.equals("infinite")) {
            return new RetentionPolicy.Infinite();
        }
        long seconds = seconds(json, text);
        if (seconds == 0) {
            throw json.defect("retention_policy must be longer than 0 seconds, got `" + text + "`");
        }
        return new RetentionPolicy.Age(seconds);
    }

    private interface Name<T> {
        String of(T value);
    }

    private static <T> T oneOf(JsonReader json, T[] values, Name<T> name, String text) throws BadRequestException {
        for (T value : values) {
            if (name.of(value).equals(text)) {
                return value;
            }
        }
        throw json.defect("unknown value `" + text + "`");
    }

    /** A duration for people: {@code 7days}, {@code 1h 30m}; parts add up. */
    private static long seconds(JsonReader json, String text) throws BadRequestException {
        Matcher parts = DURATION_PART.matcher(text);
        long seconds = 0;
        int at = 0;
        try {
            while (at < text.length() && parts.find(at) && parts.start() == at) {
                long unit = unitSeconds(parts.group(2));
                if (unit == 0) {
                    break;
                }
                seconds = Math.addExact(seconds, Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
                at = parts.end();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw json.defect("the duration `" + text + "` is too long");
        }
        if (at == 0 || at < text.length()) {
            throw json.defect("`" + text + "` is no duration such as `7days` or `1h 30m`");
        }
        return seconds;
    }

    private static long unitSeconds(String unit) {
        return switch (unit.equals("M") ? "month" : unit.toLowerCase(Locale.ROOT)) {
            case "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hr", "hrs", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            case "w", "wk", "wks", "week", "weeks" -> 7 * 86_400;
            case "month", "months" -> 2_630_016;
            case "y", "yr", "yrs", "year", "years" -> 31_557_600;
            default -> 0;
        };
    }
}
