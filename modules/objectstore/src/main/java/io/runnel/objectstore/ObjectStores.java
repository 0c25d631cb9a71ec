package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.nio.file.Path;
import org.apache.pekko.actor.ActorSystem;

/** Opens the store that the configuration names; {@code reference.conf} says how. */
public final class ObjectStores {
    private ObjectStores() {}

    /**
     * @param config the root of the configuration, which has {@code runnel.store}
     * @param system runs what the S3 client does; the other stores do not use it
     * @throws StoreException if the store cannot be opened, with what to do about it
     */
    public static ObjectStore open(Config config, ActorSystem system) {
        Config settings = config.getConfig("runnel.store");
        String directory = trimSlashes(settings.getString("path"));
        ObjectStore store = openWhole(settings, system);
        return directory.isEmpty() ? store : new PrefixedObjectStore(store, directory);
    }

    private static ObjectStore openWhole(Config settings, ActorSystem system) {
        String kind = settings.getString("kind");
        system.log().info("keeping objects: {}", kind);
        return switch (kind) {
            case "memory" -> new MemoryObjectStore();
            case "local" ->
                LocalObjectStore.open(Path.of(required(settings, "local.root")), settings.getInt("local.threads"));
            default ->
                throw new StoreException("runnel.store.kind is one of memory, local and s3, got '" + kind + "'", false);
        };
    }

    private static String required(Config settings, String key) {
        String value = settings.getString(key);
        if (value.isBlank()) {
            throw new StoreException(
                    "runnel.store." + key + " must be set for runnel.store.kind = " + settings.getString("kind"),
                    false);
        }
        return value;
    }

    private static String trimSlashes(String path) {
        return path.replaceAll("^/+|/+$", "");
    }
}
