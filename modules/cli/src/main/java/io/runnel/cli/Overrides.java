package io.runnel.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects settings; what is null stays with the configuration. */
final class Overrides {
    private final Map<String, Object> values = new HashMap<>();

    void put(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value instanceof Path path ? path.toString() : value);
        }
    }

    Config toConfig() {
        return ConfigFactory.parseMap(values, "command line");
    }
}
