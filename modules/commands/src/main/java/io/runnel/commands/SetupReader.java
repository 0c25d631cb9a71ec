package io.runnel.commands;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.runnel.console.CommandFailure;
import io.runnel.console.Durations;
import io.runnel.sdk.BasinConfig;
import io.runnel.sdk.RetentionPolicy;
import io.runnel.sdk.StreamCipher;
import io.runnel.sdk.StreamConfig;
import io.runnel.sdk.TimestampingMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link SetupFile} from JSON or YAML. It goes on after a mistake, so that all of them are told at once, each with its
 * place.
 */
final class SetupReader {
    private static final int BASIN_NAME_MIN = 8;
    private static final int BASIN_NAME_MAX = 48;
    private static final int STREAM_NAME_MAX = 512;
    private static final Pattern BASIN_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    private final List<String> problems = new ArrayList<>();

    private SetupReader() {}

    /** @throws CommandFailure that names every mistake in the file */
    static SetupFile read(Path file) {
        SetupReader reader = new SetupReader();
        SetupFile setup = reader.file(tree(file));
        if (!reader.problems.isEmpty()) {
            throw new CommandFailure(
                    file + " is wrong in "
                            + (reader.problems.size() == 1 ? "one place" : reader.problems.size() + " places") + ":\n  "
                            + String.join("\n  ", reader.problems),
                    "'runnel apply --schema' prints what a file may have; nothing has been changed.");
        }
        return setup;
    }

    private static JsonNode tree(Path file) {
        String name = file.toString();
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        ObjectMapper mapper = (yaml ? YAMLMapper.builder() : JsonMapper.builder())
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return mapper.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailure("there is no file " + file);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(file + " is not " + (yaml ? "YAML: " : "JSON: ") + e.getOriginalMessage()
                    + " (line "
                    + (e.getLocation() == null ? "unknown" : e.getLocation().getLineNr()) + ")");
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + e);
        }
    }

    private SetupFile file(JsonNode root) {
        List<SetupFile.Basin> basins = new ArrayList<>();
        if (!root.isObject()) {
            problem("the file", "must be an object");
            return new SetupFile(basins);
        }
        Set<String> names = new HashSet<>();
        for (Item each : items(root, "basins", "basins")) {
            SetupFile.Basin basin = basin(each);
            if (!basin.name().isEmpty() && !names.add(basin.name())) {
                problem(each.at, "there is another basin " + basin.name());
            }
            basins.add(basin);
        }
        return new SetupFile(basins);
    }

    private SetupFile.Basin basin(Item item) {
        only(item, Set.of("name", "config", "streams"));
        String name = name(item);
        int length = bytes(name);
        if (!name.isEmpty()
                && (length < BASIN_NAME_MIN
                        || length > BASIN_NAME_MAX
                        || !BASIN_NAME.matcher(name).matches())) {
            problem(
                    item.at + ".name",
                    "a basin's name has " + BASIN_NAME_MIN + " to " + BASIN_NAME_MAX
                            + " lower-case letters, digits and, inside, hyphens; was \"" + name + "\"");
        }
        List<SetupFile.Stream> streams = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Item each : items(item.node, "streams", item.at + ".streams")) {
            SetupFile.Stream stream = stream(each);
            if (!stream.name().isEmpty() && !names.add(stream.name())) {
                problem(each.at, "there is another stream " + stream.name() + " in this basin");
            }
            streams.add(stream);
        }
        Item config = item.member("config");
        return new SetupFile.Basin(name, config == null ? BasinConfig.DEFAULT : basinConfig(config), streams);
    }

    private SetupFile.Stream stream(Item item) {
        only(item, Set.of("name", "config"));
        String name = name(item);
        int length = bytes(name);
        if (length > STREAM_NAME_MAX || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
            problem(
                    item.at + ".name",
                    "a stream's name has 1 to " + STREAM_NAME_MAX + " bytes, and is not . or ..; was \"" + name + "\"");
        }
        Item config = item.member("config");
        return new SetupFile.Stream(name, config == null ? StreamConfig.DEFAULT : streamConfig(config));
    }

    private BasinConfig basinConfig(Item item) {
        only(
                item,
                Set.of("default_stream_config", "stream_cipher", "create_stream_on_append", "create_stream_on_read"));
        Item streams = item.member("default_stream_config");
        return new BasinConfig(
                streams == null ? StreamConfig.DEFAULT : streamConfig(streams),
                oneOf(item, "stream_cipher", StreamCipher.values()),
                Boolean.TRUE.equals(flag(item, "create_stream_on_append")),
                Boolean.TRUE.equals(flag(item, "create_stream_on_read")));
    }

    private StreamConfig streamConfig(Item item) {
        only(item, Set.of("storage_class", "retention_policy", "timestamping", "delete_on_empty"));
        StreamConfig config = StreamConfig.DEFAULT
                .withStorageClass(text(item, "storage_class"))
                .withRetention(retention(item));
        Item timestamping = item.member("timestamping");
        if (timestamping != null) {
            only(timestamping, Set.of("mode", "uncapped"));
            config = config.withTimestampingMode(oneOf(timestamping, "mode", TimestampingMode.values()))
                    .withUncapped(flag(timestamping, "uncapped"));
        }
        Item deletion = item.member("delete_on_empty");
        if (deletion != null) {
            only(deletion, Set.of("min_age"));
            config = config.withDeleteOnEmptyMinAgeSeconds(seconds(deletion, "min_age"));
        }
        return config;
    }

    private @Nullable RetentionPolicy retention(Item item) {
        String field = "retention_policy";
        if ("infinite".equals(item.node.path(field).textValue())) {
            return RetentionPolicy.INFINITE;
        }
        Long seconds = seconds(item, field);
        if (seconds == null) {
            return null;
        }
        if (seconds == 0) {
            problem(item.at + "." + field, "must be longer than 0 seconds, or infinite");
            return null;
        }
        return RetentionPolicy.age(seconds);
    }

    private @Nullable Long seconds(Item item, String field) {
        String text = text(item, field);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Durations.parse(text);
            if (duration.getNano() != 0) {
                problem(item.at + "." + field, "must be whole seconds, was \"" + text + "\"");
            }
            return duration.getSeconds();
        } catch (IllegalArgumentException e) {
            problem(item.at + "." + field, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private String name(Item item) {
        String name = text(item, "name");
        if ((name == null || name.isEmpty()) && item.node.isObject()) {
            problem(item.at, "has no name");
        }
        return name == null ? "" : name;
    }

    private <T extends Enum<T>> @Nullable T oneOf(Item item, String field, T[] values) {
        String text = text(item, field);
        if (text == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        for (T value : values) {
            String name = ConfigFields.wireName(value);
            if (name.equals(text)) {
                return value;
            }
            names.add(name);
        }
        problem(item.at + "." + field, "must be " + String.join(" or ", names) + ", was \"" + text + "\"");
        return null;
    }

    private @Nullable String text(Item item, String field) {
        return value(item, field, "a string", node -> node.isTextual() ? node.textValue() : null);
    }

    private @Nullable Boolean flag(Item item, String field) {
        return value(item, field, "true or false", node -> node.isBoolean() ? node.booleanValue() : null);
    }

    private <T> @Nullable T value(Item item, String field, String wanted, Function<JsonNode, @Nullable T> convert) {
        JsonNode node = item.node.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        T value = convert.apply(node);
        if (value == null) {
            problem(item.at + "." + field, "must be " + wanted + ", was " + node);
        }
        return value;
    }

    private List<Item> items(JsonNode parent, String field, String at) {
        List<Item> items = new ArrayList<>();
        JsonNode list = parent.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return items;
        }
        if (!list.isArray()) {
            problem(at, "must be a list");
            return items;
        }
        for (int i = 0; i < list.size(); i++) {
            items.add(new Item(list.get(i), at + "[" + i + "]"));
        }
        return items;
    }

    private void only(Item item, Set<String> known) {
        if (!item.node.isObject()) {
            problem(item.at, "must be an object");
        }
        item.node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem(
                        item.at + "." + name,
                        "is not known here; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
    }

    private void problem(String at, String what) {
        problems.add(at + ": " + what);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A part of the file and its place. */
    private record Item(JsonNode node, String at) {
        @Nullable
        Item member(String field) {
            JsonNode member = node.path(field);
            return member.isMissingNode() || member.isNull() ? null : new Item(member, at + "." + field);
        }
    }
}
