package io.runnel.wire;

import io.runnel.model.BasinConfig;
import io.runnel.model.BasinName;
import io.runnel.model.BasinReconfiguration;
import io.runnel.model.ErrorCode;
import io.runnel.model.StreamError;
import io.runnel.model.StreamName;
import io.runnel.model.StreamOptions;
import io.runnel.model.StreamReconfiguration;
import io.runnel.model.Utf8;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * JSON bodies of the control plane (contract 2.2, 2.3, 2.5). Methods throw with {@code bad_json} for whatever is wrong
 * with the text; what is wrong with its meaning ({@code 422}) is for the {@code validate()} methods of the results.
 */
public final class ControlRequests {
    private ControlRequests() {}

    public record CreateBasin(BasinName basin, BasinConfig config) {}

    public record CreateStream(StreamName stream, StreamOptions options) {}

    public static CreateBasin createBasin(byte[] body) throws BadRequestException {
        return JsonReader.read(body, json -> {
            BasinName[] basin = new BasinName[1];
            BasinConfig[] config = {BasinConfig.DEFAULT};
            json.object(name -> {
                switch (name) {
                    case "basin" -> basin[0] = new BasinName(json.string());
                    case "config" -> config[0] = basinConfigOrDefault(json);
                    case "location" -> location(json);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new CreateBasin(required(json, "basin", basin[0]), config[0]);
        });
    }

    /** @param body of a PUT; null, empty or the literal {@code null} mean all defaults (contract 2.6, 14) */
    public static BasinConfig ensureBasin(byte @Nullable [] body) throws BadRequestException {
        if (body == null || body.length == 0) {
            return BasinConfig.DEFAULT;
        }
        return JsonReader.read(body, json -> {
            BasinConfig[] config = {BasinConfig.DEFAULT};
            if (!json.isNull()) {
                json.object(name -> {
                    switch (name) {
                        case "config" -> config[0] = basinConfigOrDefault(json);
                        case "location" -> location(json);
                        default -> {
                            return false;
                        }
                    }
                    return true;
                });
            }
            return config[0];
        });
    }

    public static BasinReconfiguration reconfigureBasin(byte[] body) throws BadRequestException {
        return JsonReader.read(body, ConfigJson::basinReconfiguration);
    }

    public static CreateStream createStream(byte[] body) throws BadRequestException {
        return JsonReader.read(body, json -> {
            StreamName[] stream = new StreamName[1];
            StreamOptions[] options = {StreamOptions.NONE};
            json.object(name -> {
                switch (name) {
                    case "stream" -> stream[0] = new StreamName(json.string());
                    case "config" -> {
                        StreamOptions given = json.orNull(ConfigJson::streamOptions);
                        options[0] = given == null ? StreamOptions.NONE : given;
                    }
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new CreateStream(required(json, "stream", stream[0]), options[0]);
        });
    }

    /** @param body of a PUT; null, empty or the literal {@code null} mean all defaults (contract 2.6, 14) */
    public static StreamOptions ensureStream(byte @Nullable [] body) throws BadRequestException {
        if (body == null || body.length == 0) {
            return StreamOptions.NONE;
        }
        return JsonReader.read(body, json -> json.isNull() ? StreamOptions.NONE : ConfigJson.streamOptions(json));
    }

    public static StreamReconfiguration reconfigureStream(byte[] body) throws BadRequestException {
        return JsonReader.read(body, ConfigJson::streamReconfiguration);
    }

    /**
     * The header {@code s2-stream-config} (contract 15.2), whose value is checked as a whole, down to the retention.
     *
     * @param header null if absent, which means no options
     */
    public static StreamOptions streamConfigHeader(@Nullable String header) throws BadRequestException {
        if (header == null) {
            return StreamOptions.NONE;
        }
        String prefix = "Invalid header `s2-stream-config`: ";
        if (!HeaderValues.isVisible(header)) {
            throw new BadRequestException(ErrorCode.BAD_HEADER, prefix + "must be visible ASCII");
        }
        StreamOptions options =
                JsonReader.read(Utf8.bytes(header), ErrorCode.BAD_HEADER, prefix, false, ConfigJson::streamOptions);
        var error = options.validate();
        if (error instanceof StreamError.Coded coded) {
            throw new BadRequestException(ErrorCode.BAD_HEADER, prefix + coded.message());
        }
        return options;
    }

    /** Checks the body of a request for an access token (contract 2.5.1) as far as its syntax goes. */
    public static void checkAccessToken(byte[] body) throws BadRequestException {
        JsonReader.read(body, json -> {
            boolean[] given = new boolean[2];
            json.object(name -> {
                switch (name) {
                    case "id" -> {
                        Names.checkTokenId(json.string());
                        given[0] = true;
                    }
                    case "scope" -> {
                        ScopeJson.check(json);
                        given[1] = true;
                    }
                    case "expires_at" -> json.orNull(JsonReader::string);
                    case "auto_prefix_streams" -> json.orNull(JsonReader::bool);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            if (!given[0] || !given[1]) {
                throw json.defect("missing field `" + (given[0] ? "scope" : "id") + "`");
            }
            return given;
        });
    }

    /** Checks the body of a request for another default location (contract 2.5.2) as far as its syntax goes. */
    public static void checkDefaultLocation(byte[] body) throws BadRequestException {
        JsonReader.read(body, json -> Names.checkLocation(json.string()));
    }

    private static BasinConfig basinConfigOrDefault(JsonReader json) throws IOException, BadRequestException {
        BasinConfig config = json.orNull(ConfigJson::basinConfig);
        return config == null ? BasinConfig.DEFAULT : config;
    }

    private static void location(JsonReader json) throws IOException, BadRequestException {
        String location = json.orNull(JsonReader::string);
        if (location != null) {
            Names.checkLocation(location);
        }
    }

    private static <T> T required(JsonReader json, String field, @Nullable T value) throws BadRequestException {
        if (value == null) {
            throw json.defect("missing field `" + field + "`");
        }
        return value;
    }
}
