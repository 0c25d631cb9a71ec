package io.runnel.server;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** Says in words for people what {@code runnel.store} says. */
final class StoreDescription {
    private StoreDescription() {}

    static String of(Config root) {
        Config store = root.getConfig("runnel.store");
        Config wal = store.getConfig("wal").withFallback(store.withoutPath("wal"));
        return wal.getString("kind").isEmpty() ? place(store) : place(store) + "; its log " + place(wal);
    }

    private static String place(Config store) {
        return switch (store.getString("kind")) {
            case "memory" -> "in memory, lost at exit";
            case "local" ->
                "in the directory " + Path.of(store.getString("local.root")).toAbsolutePath() + below(store);
            case "s3" ->
                "in the bucket " + store.getString("s3.bucket") + below(store) + at(store.getString("s3.endpoint"));
            default -> "in a store of kind " + store.getString("kind");
        };
    }

    private static String below(Config store) {
        String path = store.getString("path");
        return path.isEmpty() ? "" : ", below " + path;
    }

    private static String at(String endpoint) {
        return endpoint.isEmpty() ? "" : ", at " + endpoint;
    }
}
