package io.runnel.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a user has set for all commands: keys and values in a small file of TOML. */
public final class ConfigFile {
    private final Path path;

    private ConfigFile(Path path) {
        this.path = path;
    }

    /** {@code $RUNNEL_CONFIG}, or {@code runnel/config.toml} where the user's settings are. */
    public static ConfigFile of(Environment environment) {
        String explicit = environment.get("RUNNEL_CONFIG");
        if (explicit != null) {
            return new ConfigFile(Path.of(explicit));
        }
        String settings = environment.get("XDG_CONFIG_HOME");
        Path base = settings == null ? environment.home().resolve(".config") : Path.of(settings);
        return new ConfigFile(base.resolve("runnel").resolve("config.toml"));
    }

    public Path path() {
        return path;
    }

    /**
     * Every key that is set.
     *
     * @throws CommandFailure if it cannot be read; nothing of the text is repeated, for it may be a secret
     */
    public Map<String, String> read() {
        Map<String, String> values = new TreeMap<>();
        try {
            String text = Files.readString(path);
            if (text.isBlank()) {
                return values;
            }
            JsonNode root = new TomlMapper().readTree(text);
            root.properties()
                    .forEach(
                            field -> values.put(field.getKey(), field.getValue().asText()));
        } catch (NoSuchFileException e) {
            return values;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new CommandFailure(
                    "line " + line + " of " + path + " is not TOML", "Correct the file, or delete it.");
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + path + ": " + e);
        }
        return values;
    }

    /**
     * Sets a key, or takes it away. Comments in the file are lost.
     *
     * @param value null to take it away
     * @throws CommandFailure if the file cannot be read or written
     */
    public void set(String key, @Nullable String value) {
        PrivateFile file = new PrivateFile(path);
        try {
            file.locked(() -> {
                Map<String, String> values = read();
                if (value == null) {
                    values.remove(key);
                } else {
                    values.put(key, value);
                }
                // Nothing at all would be written as an inline table, which is no document of TOML.
                file.write(values.isEmpty() ? new byte[0] : new TomlMapper().writeValueAsBytes(values));
            });
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + path + ": " + e.getMessage());
        }
    }
}
