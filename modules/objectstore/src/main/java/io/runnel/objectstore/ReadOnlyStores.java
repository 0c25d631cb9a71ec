package io.runnel.objectstore;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/**
 * Opens the store that the configuration names as {@link ObjectStores} does, without ever writing to it: no directory is
 * made, no lock taken, no condition probed, no mark left. May be used beside a server that uses the same store.
 */
public final class ReadOnlyStores {
    private ReadOnlyStores() {}

    /**
     * @param config the root of the configuration, which has {@code runnel.store}; its kind is {@code local} or {@code s3}
     * @param system runs what the S3 client does; asked for only if there is a bucket among the stores
     * @return a store that refuses to write
     * @throws StoreException if there is no such store, or the store for its log is not the one that belongs to it
     */
    public static ObjectStore open(Config config, Supplier<ActorSystem> system) {
        Config settings = config.getConfig("runnel.store");
        Config wal = ObjectStores.walSettings(settings);
        boolean split = !wal.getString("kind").isEmpty();
        if (split) {
            ObjectStores.requireApart(settings, wal);
        }
        ObjectStore main = ObjectStores.directory(settings, openWhole(settings, system));
        try {
            if (!split) {
                WalStoreIdentity.requireNone(main, ObjectStores.place(settings));
                return main;
            }
            return withLog(main, settings, wal, system);
        } catch (CompletionException e) {
            main.close();
            throw new StoreException(
                    "cannot read " + ObjectStores.place(settings) + ": "
                            + S3Failures.toStoreException("a first request", e).getMessage(),
                    false,
                    e);
        } catch (RuntimeException e) {
            main.close();
            throw e;
        }
    }

    private static ObjectStore withLog(ObjectStore main, Config settings, Config wal, Supplier<ActorSystem> system) {
        ObjectStore log = ObjectStores.directory(wal, openWhole(wal, system));
        try {
            WalStoreIdentity.requireJoined(main, ObjectStores.place(settings), log, ObjectStores.place(wal));
            return new SplitObjectStore(main, log);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private static ObjectStore openWhole(Config settings, Supplier<ActorSystem> system) {
        String kind = settings.getString("kind");
        return switch (kind) {
            case "local" ->
                new ReadOnlyDirectory(
                        Path.of(ObjectStores.required(settings, "local.root")), settings.getInt("local.threads"));
            case "s3" -> {
                ObjectStores.required(settings, "s3.bucket");
                yield new ReadOnly(ObjectStores.s3(settings.getConfig("s3"), system.get()));
            }
            default ->
                throw new StoreException(
                        "runnel.store.kind must be local or s3 for a store to be read, got '" + kind + "'", false);
        };
    }

    static StoreException refusal() {
        return new StoreException("this store was opened for reading only", false);
    }

    /** Another store, without its writes. */
    private static final class ReadOnly implements ObjectStore {
        private final ObjectStore store;

        ReadOnly(ObjectStore store) {
            this.store = store;
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key) {
            return store.get(key);
        }

        @Override
        public CompletionStage<Optional<StoredObject>> get(String key, long offset, int length) {
            return store.get(key, offset, length);
        }

        @Override
        public CompletionStage<Optional<Duration>> age(String key) {
            return store.age(key);
        }

        @Override
        public CompletionStage<PutResult> put(String key, byte[] bytes, Condition condition) {
            return CompletableFuture.failedFuture(refusal());
        }

        @Override
        public CompletionStage<Void> delete(List<String> keys) {
            return CompletableFuture.failedFuture(refusal());
        }

        @Override
        public CompletionStage<List<String>> list(String prefix, String startAfter, int limit) {
            return store.list(prefix, startAfter, limit);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
