package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
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
        return directory(settings, openWhole(settings, system));
    }

    private static ObjectStore openWhole(Config settings, ActorSystem system) {
        String kind = settings.getString("kind");
        system.log().info("keeping objects: {}", kind);
        return switch (kind) {
            case "memory" -> new MemoryObjectStore(memoryBytes(settings.getConfig("memory")));
            case "local" ->
                LocalObjectStore.open(Path.of(required(settings, "local.root")), settings.getInt("local.threads"));
            case "s3" -> openS3(settings, system);
            default ->
                throw new StoreException("runnel.store.kind is one of memory, local and s3, got '" + kind + "'", false);
        };
    }

    private static long memoryBytes(Config memory) {
        return memory.getString("max-bytes").equals("auto")
                ? MachineMemory.bytes() / 2
                : memory.getMemorySize("max-bytes").toBytes();
    }

    /** Finds out at start-up, rather than at the first append, whether the bucket can be used. */
    private static ObjectStore openS3(Config settings, ActorSystem system) {
        required(settings, "s3.bucket");
        S3Pool.require(system);
        S3ObjectStore store = new S3ObjectStore(S3Access.from(settings.getConfig("s3")), system);
        try {
            ConditionalWrites conditions = ConditionalWrites.probe(directory(settings, store))
                    .toCompletableFuture()
                    .join();
            if (conditions instanceof ConditionalWrites.Unsupported no) {
                system.log()
                        .warning(
                                "the bucket {} does not keep the conditions of writes ({}): one node can use it, as long "
                                        + "as it is really one",
                                settings.getString("s3.bucket"),
                                no.reason());
            }
            return store;
        } catch (CompletionException e) {
            throw new StoreException(
                    "cannot use the bucket " + settings.getString("s3.bucket") + ": "
                            + S3Failures.toStoreException("a first write", e).getMessage(),
                    false,
                    e);
        }
    }

    private static ObjectStore directory(Config settings, ObjectStore whole) {
        String directory = trimSlashes(settings.getString("path"));
        return directory.isEmpty() ? whole : new PrefixedObjectStore(whole, directory);
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
