package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSystem;

/** Opens the store that the configuration names; {@code reference.conf} says how. */
public final class ObjectStores {
    /** The store, or the one that has all but the log. */
    public static final String MAIN = "main";

    /** The store that has the log, if it is another one. */
    public static final String LOG = "log";

    private ObjectStores() {}

    /**
     * @param config the root of the configuration, which has {@code runnel.store}
     * @param system runs what the S3 client does; the other stores do not use it
     * @param listeners one for each store, which is called {@value #MAIN} or {@value #LOG}; they do not hear of what
     *     opening takes
     * @throws StoreException if the store cannot be opened, with what to do about it
     */
    public static ObjectStore open(Config config, ActorSystem system, Function<String, RequestListener> listeners) {
        Config settings = config.getConfig("runnel.store");
        Config wal = walSettings(settings);
        if (!wal.getString("kind").isEmpty()) {
            requireApart(settings, wal);
        }
        ObjectStore main = directory(settings, openWhole(settings, system));
        ObjectStore observed = new ObservedObjectStore(main, listeners.apply(MAIN));
        try {
            if (settings.getString("kind").equals("memory")) {
                return observed;
            }
            if (wal.getString("kind").isEmpty()) {
                WalStoreIdentity.requireNone(main, place(settings));
                return observed;
            }
            ObjectStore log = openLog(main, settings, wal, system);
            return new SplitObjectStore(observed, new ObservedObjectStore(log, listeners.apply(LOG)));
        } catch (CompletionException e) {
            main.close();
            throw new StoreException(
                    "cannot use " + place(settings) + ": "
                            + S3Failures.toStoreException("a first request", e).getMessage(),
                    false,
                    e);
        } catch (RuntimeException e) {
            main.close();
            throw e;
        }
    }

    /** The other store, which has the log. */
    private static ObjectStore openLog(ObjectStore main, Config settings, Config wal, ActorSystem system) {
        ObjectStore log = directory(wal, openWhole(wal, system));
        try {
            WalStoreIdentity.require(main, place(settings), log, place(wal));
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Those of the store for the log; what they do not say is as for the main one. */
    static Config walSettings(Config settings) {
        return settings.getConfig("wal").withFallback(settings.withoutPath("wal"));
    }

    static void requireApart(Config main, Config wal) {
        String kind = wal.getString("kind");
        if (!kind.equals("local") && !kind.equals("s3")) {
            throw new StoreException(
                    "runnel.store.wal.kind is one of local and s3, or empty, got '" + kind + "'", false);
        }
        if (main.getString("kind").equals("memory")) {
            throw new StoreException(
                    "a store for the log needs another one that is kept, too: runnel.store.kind is memory, and "
                            + "runnel.store.wal.kind is " + kind,
                    false);
        }
        if (!kind.equals(main.getString("kind"))) {
            return;
        }
        boolean apart = kind.equals("local")
                ? LocalRoot.apart(Path.of(required(main, "local.root")), Path.of(required(wal, "local.root")))
                : !main.getString("s3.bucket").equals(wal.getString("s3.bucket"))
                        || !main.getString("s3.endpoint").equals(wal.getString("s3.endpoint"));
        if (!apart) {
            throw new StoreException(
                    "the log must have a place of its own: " + place(wal) + " is, is in, or has in it, " + place(main),
                    false);
        }
    }

    static String place(Config settings) {
        String path = trimSlashes(settings.getString("path"));
        String below = path.isEmpty() ? "" : ", below " + path;
        return settings.getString("kind").equals("local")
                ? "the directory " + Path.of(settings.getString("local.root")).toAbsolutePath() + below
                : "the bucket " + settings.getString("s3.bucket") + below;
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

    static S3ObjectStore s3(Config s3, ActorSystem system) {
        S3Access access = S3Access.from(s3);
        S3Pool.require(system, access.readsAtATime());
        return new S3ObjectStore(access, system);
    }

    private static long memoryBytes(Config memory) {
        return memory.getString("max-bytes").equals("auto")
                ? MachineMemory.bytes() / 2
                : memory.getMemorySize("max-bytes").toBytes();
    }

    /** Finds out at start-up, rather than at the first append, whether the bucket can be used. */
    private static ObjectStore openS3(Config settings, ActorSystem system) {
        required(settings, "s3.bucket");
        S3ObjectStore store = s3(settings.getConfig("s3"), system);
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

    static ObjectStore directory(Config settings, ObjectStore whole) {
        String directory = trimSlashes(settings.getString("path"));
        return directory.isEmpty() ? whole : new PrefixedObjectStore(whole, directory);
    }

    static String required(Config settings, String key) {
        String value = settings.getString(key);
        if (value.isBlank()) {
            String section = settings.hasPath("wal") ? "runnel.store." : "runnel.store.wal.";
            throw new StoreException(
                    section + key + " must be set for " + section + "kind = " + settings.getString("kind"), false);
        }
        return value;
    }

    private static String trimSlashes(String path) {
        return path.replaceAll("^/+|/+$", "");
    }
}
